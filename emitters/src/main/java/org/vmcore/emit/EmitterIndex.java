package org.vmcore.emit;

import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.vmcore.model.Program;

/**
 * Writes the index of a module's emitters after it was compiled, and checks their declarations: so
 * a mistake fails the build, and the tool starts without looking through its classes.
 */
public final class EmitterIndex {
  /** Where the index lies, in the class path. */
  static final String RESOURCE = "META-INF/vmcore-report/emitters";

  private EmitterIndex() {}

  /**
   * @param arguments the directory of compiled classes; the index goes into it
   */
  public static void main(String[] arguments) throws IOException, ClassNotFoundException {
    Path classes = Path.of(arguments[0]);
    List<String> lines = new ArrayList<>();
    for (String name : classNames(classes)) {
      Class<?> candidate =
          Class.forName(name, false, Thread.currentThread().getContextClassLoader());
      for (Method method : candidate.getDeclaredMethods()) {
        entriesOf(method).stream().map(IndexEntry::toLine).forEach(lines::add);
      }
    }
    lines.sort(null);
    Path index = classes.resolve(RESOURCE);
    Files.createDirectories(index.getParent());
    Files.write(index, lines);
  }

  private static List<String> classNames(Path classes) throws IOException {
    try (Stream<Path> files = Files.walk(classes)) {
      return files
          .filter(file -> file.toString().endsWith(".class"))
          .map(file -> classes.relativize(file).toString())
          .map(file -> file.substring(0, file.length() - ".class".length()))
          .map(file -> file.replace('/', '.').replace('\\', '.'))
          .filter(name -> !name.endsWith("-info"))
          .sorted(Comparator.naturalOrder())
          .toList();
    }
  }

  /** What a method declares. */
  static List<IndexEntry> entriesOf(Method method) {
    Emits one = method.getAnnotation(Emits.class);
    EmitsMany many = method.getAnnotation(EmitsMany.class);
    List<IndexEntry> entries = new ArrayList<>();
    if (one != null) {
      check(method, Program.class, Text.class);
      for (String path : one.value()) {
        entries.add(entry(method, path, "", one.needs(), 0));
      }
    }
    if (many != null) {
      check(method, Program.class, subjectOf(many.each()), Text.class);
      Enumerates names = many.each().getAnnotation(Enumerates.class);
      if (names == null) {
        throw wrong(method, many.each().getSimpleName() + " lacks @Enumerates");
      }
      for (String path : many.path()) {
        entries.add(entry(method, path, many.each().getName(), many.needs(), names.value().length));
      }
    }
    return entries;
  }

  private static IndexEntry entry(
      Method method, String path, String enumerator, String[] needs, int nrPlaceholders) {
    if (new PathTemplate(path).nrPlaceholders() != nrPlaceholders) {
      throw wrong(method, "\"" + path + "\" must have " + nrPlaceholders + " placeholders");
    }
    return new IndexEntry(
        method.getDeclaringClass().getName(),
        method.getName(),
        path,
        enumerator,
        Arrays.asList(needs));
  }

  private static void check(Method method, Class<?>... parameters) {
    if (!Arrays.equals(method.getParameterTypes(), parameters)) {
      throw wrong(method, "its parameters must be " + Arrays.toString(parameters));
    }
    boolean plain =
        Arrays.stream(method.getDeclaringClass().getDeclaredConstructors())
            .anyMatch(constructor -> constructor.getParameterCount() == 0);
    if (!plain) {
      throw new IllegalStateException(method + ": its class needs a plain constructor");
    }
  }

  /** The {@code T} of an {@code Enumerator<T>}. */
  private static Class<?> subjectOf(Class<? extends Enumerator<?>> enumerator) {
    for (Type type : enumerator.getGenericInterfaces()) {
      if (type instanceof ParameterizedType generic && generic.getRawType() == Enumerator.class) {
        Type subject = generic.getActualTypeArguments()[0];
        return subject instanceof Class<?> plain
            ? plain
            : (Class<?>) ((ParameterizedType) subject).getRawType();
      }
    }
    throw new IllegalStateException(enumerator + " must implement Enumerator itself");
  }

  private static IllegalStateException wrong(Method method, String what) {
    return new IllegalStateException(method + ": " + what);
  }
}
