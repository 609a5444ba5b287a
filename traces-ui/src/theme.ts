import { createTheme, type CSSVariablesResolver, type MantineColorsTuple } from '@mantine/core';

const ink: MantineColorsTuple = [
  '#eef3fc',
  '#dbe5f7',
  '#b5c9ee',
  '#8fb3ee',
  '#6a91dd',
  '#5481d9',
  '#4371cc',
  '#3866be',
  '#2f5aab',
  '#234d98',
];

const dark: MantineColorsTuple = [
  '#dfe3e9',
  '#b9c1cc',
  '#9aa4b2',
  '#6b7685',
  '#434c59',
  '#2d343e',
  '#22272f',
  '#1a1e24',
  '#121519',
  '#0c0e11',
];

export const theme = createTheme({
  colors: { ink, dark },
  primaryColor: 'ink',
  primaryShade: { light: 8, dark: 7 },
  defaultRadius: 'sm',
  fontFamily:
    "-apple-system, 'Segoe UI', Roboto, 'Noto Sans', 'Liberation Sans', Arial, system-ui, sans-serif",
  fontFamilyMonospace:
    "ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', 'Liberation Mono', monospace",
  fontSizes: { xs: '0.75rem', sm: '0.8125rem', md: '0.875rem', lg: '1rem', xl: '1.25rem' },
  cursorType: 'pointer',
});

/** The kit's own greys and its red are too pale for text; these meet 4.5:1 on every surface of ours. */
export const cssVariablesResolver: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    '--mantine-color-body': '#ffffff',
    '--mantine-color-text': '#191e25',
    '--mantine-color-dimmed': '#535d6a',
    '--mantine-color-placeholder': '#6a7480',
    '--mantine-color-default-border': '#c4cbd4',
    '--mantine-color-error': '#9c2226',
  },
  dark: {
    '--mantine-color-body': '#1a1e24',
    '--mantine-color-text': '#dfe3e9',
    '--mantine-color-dimmed': '#9aa4b2',
    '--mantine-color-placeholder': '#8a95a4',
    '--mantine-color-default-border': '#434c59',
    '--mantine-color-error': '#f4a5a5',
  },
});
