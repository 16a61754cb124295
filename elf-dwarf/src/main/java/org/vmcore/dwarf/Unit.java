package org.vmcore.dwarf;

/**
 * Header of a unit in {@code .debug_info} or {@code .debug_types}, DWARF 5 section 7.5.1.
 *
 * <p>All places are offsets in the unit's section plus {@link #base}, which tells the sections
 * apart: so one number names an entry wherever it stands.
 *
 * @param sections the file that the unit is in
 * @param base added to offsets of this unit's section
 * @param offset where the header begins
 * @param endOffset where the next unit begins
 * @param firstDieOffset where the unit's own entry begins
 * @param offsetSize 4, or 8 for 64-bit DWARF
 * @param abbreviationsOffset where its abbreviations begin in {@code .debug_abbrev}
 * @param typeSignature of a type unit, else 0
 * @param typeOffset place of the type of a type unit, else 0
 * @param dwoId of a skeleton and of the unit that it stands for, since DWARF 5; else 0
 */
record Unit(
    DebugSections sections,
    long base,
    long offset,
    long endOffset,
    long firstDieOffset,
    int version,
    int addressSize,
    int offsetSize,
    long abbreviationsOffset,
    long typeSignature,
    long typeOffset,
    long dwoId) {
  /** {@link #base} of {@code .debug_info}. */
  static final long INFO = 0;

  /** {@link #base} of {@code .debug_types}, which DWARF 4 has for type units. */
  static final long TYPES = 1L << 60;

  /** {@link #base} of {@code .debug_info} in the supplementary file, which dwz can write. */
  static final long SUPPLEMENTARY = 2L << 60;

  /** {@link #base} of {@code .debug_info.dwo} in the package of split units. */
  static final long SPLIT = 3L << 60;

  /** {@link #base} of {@code .debug_types.dwo} there. */
  static final long SPLIT_TYPES = 4L << 60;

  /** Whether another unit, its skeleton, stands for it in the file itself. */
  boolean isSplit() {
    return base == SPLIT || base == SPLIT_TYPES;
  }

  int sizeBytes() {
    return Math.toIntExact(endOffset - offset);
  }

  /** What sizes of some forms depend on: units that agree in it read abbreviations alike. */
  int formSizes() {
    int ofAddressesInReferences = version < 3 ? 1 : 0;
    return addressSize << 16 | offsetSize << 8 | ofAddressesInReferences;
  }

  boolean holds(long dieOffset) {
    return dieOffset >= offset && dieOffset < endOffset;
  }
}
