package org.vmcore.dwarf;

/**
 * Header of a unit in {@code .debug_info} (or {@code .debug_types}), DWARF 5 section 7.5.1.
 *
 * @param offset where the header begins in the section
 * @param endOffset where the next unit begins
 * @param firstDieOffset where the unit's own entry begins
 * @param offsetSize 4, or 8 for 64-bit DWARF
 * @param abbreviationsOffset where its abbreviations begin in {@code .debug_abbrev}
 * @param typeSignature of a type unit, else 0
 * @param typeOffset section offset of the type of a type unit, else 0
 */
record Unit(
    long offset,
    long endOffset,
    long firstDieOffset,
    int version,
    int addressSize,
    int offsetSize,
    long abbreviationsOffset,
    long typeSignature,
    long typeOffset) {
  int sizeBytes() {
    return Math.toIntExact(endOffset - offset);
  }
}
