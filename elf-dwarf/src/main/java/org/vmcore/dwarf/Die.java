package org.vmcore.dwarf;

import org.vmcore.io.MalformedInput;
import org.vmcore.io.TableString;

/**
 * The attributes of one debugging information entry that matter here. Reused from entry to entry:
 * whoever keeps something copies it. Places ({@code offset}, {@code type}, ...) are as {@link Unit}
 * counts them.
 */
final class Die {
  static final long NONE = -1;

  /**
   * {@link #nameTable} of names that equal ones may stand beside: those in the entries themselves,
   * and all those of a file that nothing linked.
   */
  static final int REPEATED = 0;

  int tag;
  boolean hasChildren;
  long offset;

  /** The bytes that hold the name, up to a NUL; null for entries without a name. */
  byte[] nameBytes;

  int nameOffset;

  /**
   * Number of the string table, or {@link #REPEATED}. Linkers keep equal strings once per table.
   */
  int nameTable;

  long sibling;
  long type;
  long typeSignature;
  boolean isSignatureOfItself;
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
  long declFile;
  int declLine;
  int language;

  /** Of a unit: where its table of lines and files begins in {@code .debug_line}. */
  long lineTable;

  /** Whether a unit says no more than in which other file its entries are. */
  boolean isSkeleton;

  /** Of a skeleton before DWARF 5: whom it stands for. */
  long dwoId;

  /** Of a unit: where its addresses begin in {@code .debug_addr}. */
  long addressesStart;

  boolean declaration;
  boolean external;
  long address;

  void clear() {
    tag = 0;
    hasChildren = false;
    nameBytes = null;
    nameOffset = 0;
    nameTable = REPEATED;
    sibling = NONE;
    type = NONE;
    typeSignature = 0;
    isSignatureOfItself = false;
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
    declFile = NONE;
    declLine = 0;
    language = 0;
    lineTable = NONE;
    isSkeleton = false;
    dwoId = 0;
    addressesStart = NONE;
    declaration = false;
    external = false;
    address = NONE;
  }

  /** Whether it refers to a type, at a place or by its signature. */
  boolean hasType() {
    return type != NONE || typeSignature != 0 && !isSignatureOfItself;
  }

  boolean hasName() {
    return nameBytes != null;
  }

  /** The name, empty where there is none. */
  String name() {
    if (nameBytes == null) {
      return "";
    }
    return TableString.at(nameBytes, checkedNameOffset(), nameBytes.length);
  }

  /** {@link String#hashCode} of the name, without making the string. */
  int nameHash() {
    if (nameBytes == null) {
      return 0;
    }
    return TableString.hash(nameBytes, checkedNameOffset(), nameBytes.length);
  }

  /** The same for equal names, and quick: where the name stands, when it stands in a table. */
  long nameIdentity() {
    return nameTable == REPEATED ? longNameHash() : (long) nameTable << 32 | nameOffset;
  }

  /** FNV-1a: names of different spelling must not be taken for one. */
  long longNameHash() {
    if (nameBytes == null) {
      return 0;
    }
    long hash = 0xcbf2_9ce4_8422_2325L;
    int end = TableString.end(nameBytes, checkedNameOffset(), nameBytes.length);
    for (int at = nameOffset; at < end; at++) {
      hash = (hash ^ nameBytes[at] & 0xff) * 0x100_0000_01b3L;
    }
    return hash;
  }

  private int checkedNameOffset() {
    if (nameOffset < 0 || nameOffset >= nameBytes.length) {
      throw new MalformedInput("a name past the end of its table", "DWARF entry", offset);
    }
    return nameOffset;
  }
}
