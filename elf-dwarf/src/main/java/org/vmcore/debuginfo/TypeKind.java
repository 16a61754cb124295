package org.vmcore.debuginfo;

/** C's name spaces for types. */
public enum TypeKind {
  STRUCT,
  UNION,
  ENUM,
  TYPEDEF,
  /** Integers, characters, {@code _Bool}, floating point. */
  BASE
}
