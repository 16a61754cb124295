package org.vmcore.hostile;

import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.vmcore.debuginfo.DebugInfo;
import org.vmcore.debuginfo.KernelImage;
import org.vmcore.debuginfo.Symbol;
import org.vmcore.debuginfo.SymbolTable;
import org.vmcore.debuginfo.TypeKind;
import org.vmcore.debuginfo.Variable;
import org.vmcore.types.AliasType;
import org.vmcore.types.ArrayType;
import org.vmcore.types.EnumType;
import org.vmcore.types.FunctionType;
import org.vmcore.types.PointerType;
import org.vmcore.types.StructType;
import org.vmcore.types.Type;

/** Reads symbols and debug information as far as they lead from some names. */
final class ImageReading {
  private static final int MAX_TYPES = 2000;
  private static final int MAX_SYMBOLS = 1000;

  private final List<String> names;

  /**
   * @param names of types, variables, enumerators and functions of the example
   */
  ImageReading(List<String> names) {
    this.names = names;
  }

  void read(KernelImage image, Attempts attempts) {
    attempts.of(image::name);
    attempts.of(image::buildId);
    for (String section : List.of(".BTF", ".notes", ".orc_unwind", ".rodata", ".debug_info", "")) {
      attempts.of(() -> image.section(section));
      attempts.of(() -> image.sectionAddress(section));
    }
    SymbolTable symbols = attempts.of(image::symbols);
    if (symbols != null) {
      read(symbols, attempts);
    }
    DebugInfo info = attempts.of(image::debugInfo);
    if (info != null) {
      read(info, attempts);
    }
  }

  void read(SymbolTable symbols, Attempts attempts) {
    List<Symbol> all = attempts.of(symbols::all);
    if (all == null) {
      return;
    }
    for (Symbol symbol : all.subList(0, Math.min(all.size(), MAX_SYMBOLS))) {
      attempts.of(() -> symbols.byName(symbol.name()));
      attempts.of(() -> symbols.byAddress(symbol.value() + 1));
    }
    attempts.of(() -> symbols.byAddress(0));
    attempts.of(() -> symbols.byAddress(-1));
  }

  void read(DebugInfo info, Attempts attempts) {
    TypeWalk walk = new TypeWalk(attempts);
    for (String name : names) {
      for (TypeKind kind : TypeKind.values()) {
        walk.from(attempts.of(() -> info.types(kind, name)));
        attempts.of(() -> info.type(kind, name));
      }
      List<Variable> variables = attempts.of(() -> info.variables(name));
      if (variables != null) {
        walk.from(variables.stream().map(Variable::type).toList());
      }
      attempts.of(() -> info.enumerator(name));
      walk.from(attempts.of(() -> info.enumerationOf(name).stream().toList()));
      walk.from(attempts.of(() -> info.function(name).stream().toList()));
    }
    walk.on();
  }

  /** Asks each type that can be reached for all that it knows, each once. */
  private static final class TypeWalk {
    private final Attempts attempts;
    private final Set<Type> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    private final Deque<Type> next = new ArrayDeque<>();

    TypeWalk(Attempts attempts) {
      this.attempts = attempts;
    }

    void from(List<? extends Type> types) {
      if (types != null) {
        types.forEach(this::from);
      }
    }

    private void from(Type type) {
      if (type != null && seen.size() < MAX_TYPES && seen.add(type)) {
        next.add(type);
      }
    }

    void on() {
      while (!next.isEmpty()) {
        Type type = next.poll();
        attempts.of(type::spelling);
        attempts.of(type::sizeBytes);
        from(attempts.of(type::resolved));
        partsOf(type);
      }
    }

    private void partsOf(Type type) {
      if (type instanceof StructType struct) {
        attempts.of(() -> struct.member("no_such_member"));
        List<StructType.Member> members = attempts.of(struct::members);
        if (members != null) {
          from(members.stream().map(StructType.Member::type).toList());
        }
      } else if (type instanceof EnumType constants) {
        attempts.of(constants::enumerators);
        attempts.of(() -> constants.nameOf(1));
      } else if (type instanceof FunctionType function) {
        from(attempts.of(function::result));
        from(attempts.of(function::parameters));
      } else if (type instanceof PointerType pointer) {
        from(attempts.of(pointer::target));
      } else if (type instanceof ArrayType array) {
        from(attempts.of(array::element));
      } else if (type instanceof AliasType alias) {
        from(attempts.of(alias::target));
      }
    }
  }
}
