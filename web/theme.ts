/** Light, dark, or as the system says. With whether translations are shown, all the pages keep in the browser. */
export type Theme = 'system' | 'light' | 'dark'

const key = 'bailey-theme'

/** The theme chosen before on this machine. */
export function storedTheme(): Theme {
  const held = localStorage.getItem(key)
  return held === 'light' || held === 'dark' ? held : 'system'
}

/** Shows a theme and keeps the choice. */
export function applyTheme(theme: Theme): void {
  if (theme === 'system') {
    delete document.documentElement.dataset['theme']
    localStorage.removeItem(key)
  } else {
    document.documentElement.dataset['theme'] = theme
    localStorage.setItem(key, theme)
  }
}
