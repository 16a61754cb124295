package org.vmcore.debuginfo.index;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.vmcore.debuginfo.DebugInfo;
import org.vmcore.debuginfo.Definition;
import org.vmcore.debuginfo.KernelImage;
import org.vmcore.debuginfo.ListedDebugInfo;
import org.vmcore.debuginfo.ListedImage;
import org.vmcore.debuginfo.Place;
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
    original.debugInfo().list(answers.new Comparison(image.debugInfo(), original.debugInfo()));
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

  /** Asks for each thing that the original has, by its name. */
  private final class Comparison implements ListedDebugInfo.Listener {
    private final DebugInfo info;
    private final ListedDebugInfo original;
    private final Set<String> asked = new HashSet<>();

    Comparison(DebugInfo info, ListedDebugInfo original) {
      this.info = info;
      this.original = original;
    }

    @Override
    public void type(TypeKind kind, Definition definition) {
      String name = definition.type().spelling().replaceFirst("^(struct|union|enum) ", "");
      if (asked.add(kind + " " + name)) {
        List<Definition> found = info.definitions(kind, name);
        List<Definition> expected = original.definitions(kind, name);
        same(types(found), types(expected), kind + " " + name);
        if (expected.size() > 1) {
          assertThat(kind + " " + name, places(found), is(places(expected)));
        }
      }
    }

    private List<Type> types(List<Definition> definitions) {
      return definitions.stream().map(Definition::type).toList();
    }

    private List<Place> places(List<Definition> definitions) {
      return definitions.stream().map(definition -> definition.place().get()).toList();
    }

    @Override
    public void constants(EnumType enumeration) {
      for (EnumType.Enumerator constant : enumeration.enumerators()) {
        String name = constant.name();
        assertThat(name, info.enumerator(name), is(original.enumerator(name)));
        same(
            info.enumerationOf(name).orElseThrow(),
            original.enumerationOf(name).orElseThrow(),
            name);
      }
    }

    @Override
    public void variable(Variable variable) {
      String name = variable.name();
      if (asked.add(name)) {
        List<Variable> found = info.variables(name);
        List<Variable> expected = original.variables(name);
        assertThat(name, scopes(found), is(scopes(expected)));
        same(
            found.stream().map(Variable::type).toList(),
            expected.stream().map(Variable::type).toList(),
            name);
      }
    }

    /** Address and scope of each; of several also where they are. */
    private List<String> scopes(List<Variable> variables) {
      return variables.stream()
          .map(v -> v.address() + " " + v.external())
          .map(scope -> variables.size() > 1 ? scope + " " + placeOf(variables) : scope)
          .toList();
    }

    private List<Place> placeOf(List<Variable> variables) {
      return variables.stream().map(variable -> variable.place().get()).toList();
    }
  }

  private void same(List<Type> found, List<Type> expected, String where) {
    assertThat(where, found.size(), is(expected.size()));
    for (int i = 0; i < found.size(); i++) {
      same(found.get(i), expected.get(i), where);
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
