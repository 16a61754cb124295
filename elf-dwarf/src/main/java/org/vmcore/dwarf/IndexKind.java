package org.vmcore.dwarf;

import org.vmcore.debuginfo.TypeKind;

/** What the index finds by name. */
enum IndexKind {
  STRUCT,
  UNION,
  ENUM,
  TYPEDEF,
  BASE,
  /** A constant of an enumeration; its place is that of the enumeration. */
  ENUMERATOR,
  EXTERNAL_VARIABLE,
  STATIC_VARIABLE,
  /** {@code extern} without a definition in C: the linker or assembly defines it. */
  DECLARED_VARIABLE,
  FUNCTION,
  /** A function without a body in C, as {@link #DECLARED_VARIABLE}. */
  DECLARED_FUNCTION;

  /** What an entry of this tag is, or null where the index does not have it. */
  static IndexKind of(int tag) {
    return switch (tag) {
      case Tag.STRUCTURE_TYPE, Tag.CLASS_TYPE -> STRUCT;
      case Tag.UNION_TYPE -> UNION;
      case Tag.ENUMERATION_TYPE -> ENUM;
      case Tag.TYPEDEF -> TYPEDEF;
      case Tag.BASE_TYPE -> BASE;
      case Tag.VARIABLE -> STATIC_VARIABLE;
      case Tag.SUBPROGRAM -> FUNCTION;
      default -> null;
    };
  }

  static IndexKind of(TypeKind kind) {
    return switch (kind) {
      case STRUCT -> STRUCT;
      case UNION -> UNION;
      case ENUM -> ENUM;
      case TYPEDEF -> TYPEDEF;
      case BASE -> BASE;
    };
  }

  /** Whether this is a type with members or constants of its own. */
  boolean isAggregate() {
    return this == STRUCT || this == UNION || this == ENUM;
  }
}
