export const differences: Readonly<Record<string, string>> = {};
