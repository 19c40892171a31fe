/** A text as a field of comma-separated text: in quotes where it has to be (RFC 4180). */
export function quoted(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
