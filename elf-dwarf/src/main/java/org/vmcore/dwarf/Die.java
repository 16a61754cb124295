package org.vmcore.dwarf;

/**
 * The attributes of one debugging information entry that matter here. Reused from entry to entry:
 * whoever keeps something copies it.
 */
final class Die {
  static final long NONE = -1;

  int tag;
  boolean hasChildren;
  long offset;

  /** Where the name stands: the section it is in, and the offset there. */
  NameSection nameSection;

  long nameOffset;
  long sibling;
  long type;
  long typeSignature;
  long specification;
  long byteSize;
  long bitSize;
  long bitOffset;
  long dataBitOffset;
  long memberLocation;
  long upperBound;
  long constValue;
  boolean constValueSigned;
  int encoding;
  int declLine;
  boolean declaration;
  boolean external;
  long address;

  /** The sections that names stand in; {@link #INFO} for those within the entry itself. */
  enum NameSection {
    NONE,
    INFO,
    STR,
    LINE_STR,
    /** In a supplementary file, which is not at hand. */
    ELSEWHERE
  }

  void clear() {
    tag = 0;
    hasChildren = false;
    nameSection = NameSection.NONE;
    nameOffset = 0;
    sibling = NONE;
    type = NONE;
    typeSignature = 0;
    specification = NONE;
    byteSize = NONE;
    bitSize = 0;
    bitOffset = NONE;
    dataBitOffset = NONE;
    memberLocation = 0;
    upperBound = NONE;
    constValue = 0;
    constValueSigned = false;
    encoding = 0;
    declLine = 0;
    declaration = false;
    external = false;
    address = NONE;
  }

  boolean hasName() {
    return nameSection != NameSection.NONE && nameSection != NameSection.ELSEWHERE;
  }
}
