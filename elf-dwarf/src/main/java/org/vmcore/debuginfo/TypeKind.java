package org.vmcore.debuginfo;

import java.util.Locale;

/** C's name spaces for types. */
public enum TypeKind {
  STRUCT,
  UNION,
  ENUM,
  TYPEDEF,
  /** Integers, characters, {@code _Bool}, floating point. */
  BASE;

  /** A name of this kind as C writes it: {@code struct list_head}. */
  public String spelled(String name) {
    return switch (this) {
      case STRUCT, UNION, ENUM -> name().toLowerCase(Locale.ROOT) + " " + name;
      case TYPEDEF, BASE -> name;
    };
  }
}
