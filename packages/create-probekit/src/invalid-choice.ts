/** What was asked for cannot be made; the message says what can. */
export class InvalidChoice extends Error {
  override readonly name = "InvalidChoice";
}
