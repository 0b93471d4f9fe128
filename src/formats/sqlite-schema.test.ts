import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parseCreateTable } from './sqlite-schema.ts'

test('reads names, computed columns, defaults and the row number from a definition', () => {
  assert.deepEqual(
    parseCreateTable(
      `CREATE TABLE "odd ""name" ( -- a comment, with a comma
        [a b] TEXT NOT NULL DEFAULT ('x, y'), \`c\` INT DEFAULT 'it''s, so', 'd' decimal(10, 2) CHECK (d > 1),
        e INTEGER, key TEXT, v GENERATED ALWAYS AS (e, 1), s AS (e) STORED,
        CONSTRAINT pk PRIMARY KEY (e DESC), UNIQUE (key), FOREIGN KEY (e) REFERENCES x (y)) STRICT`,
    ),
    {
      columns: [
        { name: 'a b', place: 0, fallback: null },
        { name: 'c', place: 1, fallback: "it's, so" },
        { name: 'd', place: 2, fallback: null },
        { name: 'e', place: 3, fallback: null },
        { name: 'key', place: 4, fallback: null },
        { name: 'v', place: -1, fallback: null },
        { name: 's', place: 5, fallback: null },
      ],
      rowidColumn: 3,
      withoutRowid: false,
    },
  )
  assert.equal(parseCreateTable('create table t (a integer primary key desc)')?.rowidColumn, -1)
  assert.equal(parseCreateTable('create table t (a int primary key)')?.rowidColumn, -1)
  assert.equal(parseCreateTable('create virtual table t using fts5(a)'), null)
  assert.equal(parseCreateTable(`create table t (${'['.repeat(200_000)}`)?.columns.length, 1)
})
