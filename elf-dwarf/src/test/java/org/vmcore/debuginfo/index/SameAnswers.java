package org.vmcore.debuginfo.index;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import java.util.ArrayList;
import java.util.Base64;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.vmcore.debuginfo.DebugInfo;
import org.vmcore.debuginfo.KernelImage;
import org.vmcore.debuginfo.ListedDebugInfo;
import org.vmcore.debuginfo.ListedImage;
import org.vmcore.debuginfo.Symbol;
import org.vmcore.debuginfo.TypeKind;
import org.vmcore.debuginfo.Variable;
import org.vmcore.types.AliasType;
import org.vmcore.types.ArrayType;
import org.vmcore.types.EnumType;
import org.vmcore.types.FunctionType;
import org.vmcore.types.IntType;
import org.vmcore.types.PointerType;
import org.vmcore.types.StructType;
import org.vmcore.types.Type;

/** Compares all that two images answer, one of which can say what there is to ask for. */
public final class SameAnswers {
  private final IdentityHashMap<Type, Type> compared = new IdentityHashMap<>();

  private SameAnswers() {}

  /** Asserts that {@code image} answers whatever {@code original} has in the same way. */
  public static void check(KernelImage image, ListedImage original) {
    SameAnswers answers = new SameAnswers();
    answers.types(image.debugInfo(), original.debugInfo());
    answers.variables(image.debugInfo(), original.debugInfo());
    assertThat(image.symbols().all(), is(original.symbols().all()));
    for (Symbol symbol : original.symbols().all()) {
      String name = symbol.name();
      assertThat(image.symbols().byName(name), is(original.symbols().byName(name)));
      long inside = symbol.value() + symbol.sizeBytes() / 2;
      assertThat(image.symbols().byAddress(inside), is(original.symbols().byAddress(inside)));
    }
    for (String section : original.sectionNames()) {
      assertThat(image.sectionAddress(section), is(original.sectionAddress(section)));
    }
    for (String section : IndexFormat.KEPT_SECTIONS) {
      assertThat(section, bytes(image, section), is(bytes(original, section)));
    }
  }

  private static Optional<String> bytes(KernelImage image, String section) {
    return image
        .section(section)
        .map(s -> Base64.getEncoder().encodeToString(s.read(0, (int) s.sizeBytes())));
  }

  private void types(DebugInfo info, ListedDebugInfo original) {
    for (TypeKind kind : TypeKind.values()) {
      for (String name : names(original.allTypes(kind))) {
        List<Type> expected = original.types(kind, name);
        List<Type> found = info.types(kind, name);
        assertThat(kind + " " + name, found.size(), is(expected.size()));
        for (int i = 0; i < found.size(); i++) {
          same(found.get(i), expected.get(i), name);
        }
      }
    }
    for (EnumType enumeration : original.enumerations()) {
      for (EnumType.Enumerator constant : enumeration.enumerators()) {
        String name = constant.name();
        assertThat(name, info.enumerator(name), is(original.enumerator(name)));
        same(
            info.enumerationOf(name).orElseThrow(),
            original.enumerationOf(name).orElseThrow(),
            name);
      }
    }
  }

  private static Set<String> names(List<Type> types) {
    Set<String> names = new LinkedHashSet<>();
    types.forEach(type -> names.add(type.spelling().replaceFirst("^(struct|union|enum) ", "")));
    return names;
  }

  private static Set<String> variables(ListedDebugInfo info) {
    Set<String> names = new LinkedHashSet<>();
    info.allVariables().forEach(variable -> names.add(variable.name()));
    return names;
  }

  private void variables(DebugInfo info, ListedDebugInfo original) {
    for (String name : variables(original)) {
      List<Variable> expected = original.variables(name);
      List<Variable> found = info.variables(name);
      assertThat(name, found.size(), is(expected.size()));
      for (int i = 0; i < found.size(); i++) {
        assertThat(name, found.get(i).name(), is(name));
        assertThat(name, found.get(i).address(), is(expected.get(i).address()));
        same(found.get(i).type(), expected.get(i).type(), name);
      }
    }
  }

  /** Walks both types in step, each pair once. */
  private void same(Type found, Type expected, String where) {
    if (compared.put(expected, found) != null) {
      return;
    }
    assertThat(where, shape(found), is(shape(expected)));
    List<Type> inner = referred(found);
    List<Type> innerExpected = referred(expected);
    assertThat(where, inner.size(), is(innerExpected.size()));
    for (int i = 0; i < inner.size(); i++) {
      same(inner.get(i), innerExpected.get(i), where);
    }
  }

  private static String shape(Type type) {
    String shape = type.getClass().getSimpleName() + " " + type.spelling() + " " + type.sizeBytes();
    if (type instanceof IntType integer) {
      return shape + integer.isSigned() + integer.isBool();
    }
    if (type instanceof EnumType enumeration) {
      return shape + enumeration.isSigned() + enumeration.enumerators();
    }
    if (type instanceof StructType struct) {
      StringBuilder members = new StringBuilder(shape + struct.isUnion() + struct.isComplete());
      struct
          .members()
          .forEach(m -> members.append(m.name() + "@" + m.bitOffset() + ":" + m.bitSize() + " "));
      return members.toString();
    }
    return type instanceof ArrayType array
        ? shape + array.length()
        : type instanceof AliasType alias ? shape + alias.name() : shape;
  }

  private static List<Type> referred(Type type) {
    List<Type> referred = new ArrayList<>();
    if (type instanceof StructType struct) {
      struct.members().forEach(member -> referred.add(member.type()));
    } else if (type instanceof PointerType pointer) {
      referred.add(pointer.target());
    } else if (type instanceof ArrayType array) {
      referred.add(array.element());
    } else if (type instanceof AliasType alias) {
      referred.add(alias.target());
    } else if (type instanceof FunctionType function) {
      referred.add(function.result());
      referred.addAll(function.parameters());
    }
    return referred;
  }
}
