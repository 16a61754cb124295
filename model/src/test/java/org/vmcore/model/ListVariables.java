package org.vmcore.model;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.vmcore.debuginfo.DebugInfo;
import org.vmcore.debuginfo.KernelImage;
import org.vmcore.debuginfo.Variable;
import org.vmcore.debuginfo.VmlinuxFile;
import org.vmcore.debuginfo.search.DebugFolders;
import org.vmcore.types.AliasType;
import org.vmcore.types.ArrayType;
import org.vmcore.types.FunctionType;
import org.vmcore.types.PointerType;
import org.vmcore.types.StructType;
import org.vmcore.types.Type;

/**
 * Prints {@code declared-variables.tsv} anew: all names in quotes in the sources, or in the present
 * file, that are variables of one of these kernels, with their types. Arguments: the project's
 * folder, then vmlinux files, newest first.
 */
final class ListVariables {
  private static final Pattern QUOTED = Pattern.compile("\"([A-Za-z_][A-Za-z0-9_]*)[\".\\[]");
  private static final int POINTER_BYTES = 8;

  private ListVariables() {}

  public static void main(String[] arguments) throws IOException {
    Set<String> names = new TreeSet<>();
    for (String module : List.of("model", "emitters")) {
      names.addAll(quoted(Path.of(arguments[0], module, "src", "main", "java")));
    }
    names.addAll(listed(Path.of(arguments[0], "model", "src", "main", "resources")));
    Map<String, Set<String>> declared = new TreeMap<>();
    for (int i = 1; i < arguments.length; i++) {
      KernelImage image = VmlinuxFile.open(Path.of(arguments[i]), DebugFolders.NONE);
      for (String name : names) {
        declaration(image.debugInfo(), name)
            .ifPresent(
                type -> declared.computeIfAbsent(name, n -> new LinkedHashSet<>()).add(type));
      }
    }
    PrintStream out = new PrintStream(System.out, true, "UTF-8");
    declared.forEach((name, types) -> types.forEach(type -> out.println(name + "\t" + type)));
  }

  private static Set<String> quoted(Path sources) throws IOException {
    Set<String> names = new TreeSet<>();
    List<Path> files = new ArrayList<>();
    try (Stream<Path> all = Files.walk(sources)) {
      all.filter(file -> file.toString().endsWith(".java")).forEach(files::add);
    }
    for (Path file : files) {
      Matcher literals = QUOTED.matcher(Files.readString(file));
      while (literals.find()) {
        names.add(literals.group(1));
      }
    }
    return names;
  }

  private static Set<String> listed(Path resources) throws IOException {
    Set<String> names = new TreeSet<>();
    for (String line :
        Files.readAllLines(resources.resolve("org/vmcore/model/declared-variables.tsv"))) {
      if (!line.startsWith("#")) {
        names.add(line.substring(0, line.indexOf('\t')));
      }
    }
    return names;
  }

  /** How the variable's type is spelled, where that can be read back. */
  static Optional<String> declaration(DebugInfo info, String name) {
    TypeSpelling spelling = new TypeSpelling(info::type, info::enumerator, POINTER_BYTES);
    return info.variables(name).stream()
        .findFirst()
        .map(Variable::type)
        .filter(type -> isReadBack(spelling, type))
        .map(ListVariables::spelled);
  }

  private static boolean isReadBack(TypeSpelling spelling, Type type) {
    return spelling.type(spelled(type)).map(Type::sizeBytes).equals(Optional.of(type.sizeBytes()));
  }

  /** As C declares it: dimensions in their order, and what has no name spelled out. */
  private static String spelled(Type type) {
    StringBuilder dimensions = new StringBuilder();
    Type element = behindQualifiers(type);
    while (element instanceof ArrayType array) {
      dimensions.append('[').append(array.length() == 0 ? "" : array.length()).append(']');
      element = behindQualifiers(array.element());
    }
    String text = spelledElement(element);
    return dimensions.isEmpty() ? text : text + " " + dimensions;
  }

  private static Type behindQualifiers(Type type) {
    Type found = type;
    while (found instanceof AliasType alias && alias.name().isEmpty()) {
      found = alias.target();
    }
    return found;
  }

  private static String spelledElement(Type type) {
    if (type instanceof PointerType pointer) {
      Type target = behindQualifiers(pointer.target());
      return target instanceof FunctionType || isNameless(target)
          ? "void *"
          : spelled(target) + " *";
    }
    if (isNameless(type) && type instanceof StructType struct && !struct.isUnion()) {
      StringBuilder text = new StringBuilder("struct {");
      for (StructType.Member member : struct.members()) {
        text.append(spelled(member.type())).append(' ').append(member.name()).append("; ");
      }
      return text.toString().stripTrailing() + "}";
    }
    return type.spelling();
  }

  private static boolean isNameless(Type type) {
    return type instanceof StructType struct && struct.name().isEmpty();
  }
}
