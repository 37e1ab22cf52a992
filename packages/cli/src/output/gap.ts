/** Between two columns. */
export const gap = "  ";
