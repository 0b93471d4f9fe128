#!/usr/bin/env node
import { runBailey } from './program.ts'

process.exitCode = await runBailey(process.argv.slice(2))
