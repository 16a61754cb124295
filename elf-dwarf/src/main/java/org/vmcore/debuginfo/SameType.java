package org.vmcore.debuginfo;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import org.vmcore.types.ArrayType;
import org.vmcore.types.EnumType;
import org.vmcore.types.IntType;
import org.vmcore.types.StructType;
import org.vmcore.types.Type;

/**
 * Whether two definitions say the same: one size, and the same names at the same places. What
 * members are made of does not count: compilers and BTF tell one structure in many ways. For one
 * comparison.
 */
final class SameType {
  // Hostile structures have the same anonymous ones over and over.
  private final Set<Type> compared = Collections.newSetFromMap(new IdentityHashMap<>());

  private SameType() {}

  static boolean is(Type one, Type other) {
    return new SameType().same(one, other);
  }

  private boolean same(Type one, Type other) {
    Type a = one.resolved();
    Type b = other.resolved();
    if (a == b || !compared.add(a)) {
      return true;
    }
    if (a.getClass() != b.getClass() || a.sizeBytes() != b.sizeBytes()) {
      return false;
    }
    if (a instanceof StructType struct) {
      return sameMembers(struct, (StructType) b);
    }
    if (a instanceof EnumType enumeration) {
      return enumeration.enumerators().equals(((EnumType) b).enumerators());
    }
    if (a instanceof IntType integer) {
      return integer.isSigned() == ((IntType) b).isSigned();
    }
    return a instanceof ArrayType array
        ? same(array.element(), ((ArrayType) b).element())
        : a.spelling().equals(b.spelling());
  }

  private boolean sameMembers(StructType a, StructType b) {
    if (a.isUnion() != b.isUnion() || a.members().size() != b.members().size()) {
      return false;
    }
    for (int i = 0; i < a.members().size(); i++) {
      if (!same(a.members().get(i), b.members().get(i))) {
        return false;
      }
    }
    return true;
  }

  private boolean same(StructType.Member one, StructType.Member other) {
    return one.name().equals(other.name())
        && one.bitOffset() == other.bitOffset()
        && one.bitSize() == other.bitSize()
        && (!one.name().isEmpty() || same(one.type(), other.type()));
  }
}
