package org.vmcore.btf;

/**
 * {@code BTF_KIND_*}, {@code include/uapi/linux/btf.h}; the ordinal is the number in the format.
 */
enum BtfKind {
  VOID(0, 0),
  INT(4, 0),
  PTR(0, 0),
  ARRAY(12, 0),
  STRUCT(0, 12),
  UNION(0, 12),
  ENUM(0, 8),
  FWD(0, 0),
  TYPEDEF(0, 0),
  VOLATILE(0, 0),
  CONST(0, 0),
  RESTRICT(0, 0),
  FUNC(0, 0),
  FUNC_PROTO(0, 8),
  VAR(4, 0),
  DATASEC(0, 12),
  FLOAT(0, 0),
  DECL_TAG(4, 0),
  TYPE_TAG(0, 0),
  ENUM64(0, 12);

  private static final BtfKind[] ALL = values();

  private final int extraBytes;
  private final int elementBytes;

  BtfKind(int extraBytes, int elementBytes) {
    this.extraBytes = extraBytes;
    this.elementBytes = elementBytes;
  }

  /** The kind of this number, null for one that is newer than this reader. */
  static BtfKind of(int number) {
    return number > 0 && number < ALL.length ? ALL[number] : null;
  }

  /** Bytes that follow the common part of a type with {@code vlen} elements. */
  int trailingBytes(int vlen) {
    return extraBytes + elementBytes * vlen;
  }

  /** Whether the third word of the common part is a type, and this kind has no name of its own. */
  boolean isUnnamedReference() {
    return switch (this) {
      case PTR, VOLATILE, CONST, RESTRICT, FUNC_PROTO, TYPE_TAG -> true;
      default -> false;
    };
  }

  boolean isStructure() {
    return this == STRUCT || this == UNION;
  }

  boolean isEnumeration() {
    return this == ENUM || this == ENUM64;
  }
}
