package org.vmcore.emit;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.vmcore.model.Program;

/** One method that writes files of one path. Its class is loaded when it is first called. */
public final class Emitter {
  private final IndexEntry entry;
  private final PathTemplate path;
  private final ClassLoader loader;
  private volatile MethodHandle handle;

  Emitter(IndexEntry entry, ClassLoader loader) {
    this.entry = entry;
    this.path = new PathTemplate(entry.path());
    this.loader = loader;
  }

  /** Class and method: {@code proc.Uptime.uptime}. */
  public String id() {
    return entry.className().replace("org.vmcore.emit.", "") + "." + entry.methodName();
  }

  public PathTemplate path() {
    return path;
  }

  /** Class of the enumerator whose keys it writes a file each for; empty for a single file. */
  public Optional<String> enumerator() {
    return entry.enumeratorClass().isEmpty()
        ? Optional.empty()
        : Optional.of(entry.enumeratorClass());
  }

  /** Symbols, types and members without which there is no such file. */
  public List<String> needs() {
    return entry.needs();
  }

  /** The plugin it belongs to, by the place of its files. */
  public Plugin plugin() {
    return Plugin.of(entry.path());
  }

  /** The first thing needed that this kernel lacks. */
  Optional<String> unmetNeed(Program kernel) {
    return needs().stream().filter(need -> !isMet(kernel, need)).findFirst();
  }

  private static boolean isMet(Program kernel, String need) {
    if (!need.startsWith("struct ") && !need.startsWith("union ") && !need.startsWith("enum ")) {
      return kernel.hasSymbol(need) || kernel.findAddress(need).isPresent();
    }
    int dot = need.indexOf('.');
    return dot < 0
        ? kernel.hasType(need)
        : kernel.hasMember(need.substring(0, dot), need.substring(dot + 1));
  }

  /** Writes one file. What the emitter throws goes on to the caller. */
  void write(Program kernel, Object subject, Text out) throws Throwable {
    if (enumerator().isPresent()) {
      handle().invoke(kernel, subject, out);
    } else {
      handle().invoke(kernel, out);
    }
  }

  private MethodHandle handle() throws ReflectiveOperationException {
    MethodHandle known = handle;
    if (known == null) {
      Class<?> owner = Class.forName(entry.className(), true, loader);
      Method method =
          Arrays.stream(owner.getDeclaredMethods())
              .filter(m -> m.getName().equals(entry.methodName()))
              .filter(
                  m -> m.isAnnotationPresent(Emits.class) || m.isAnnotationPresent(EmitsMany.class))
              .findFirst()
              .orElseThrow(() -> new NoSuchMethodException(id()));
      method.setAccessible(true);
      Constructor<?> constructor = owner.getDeclaredConstructor();
      constructor.setAccessible(true);
      known = MethodHandles.lookup().unreflect(method).bindTo(constructor.newInstance());
      handle = known;
    }
    return known;
  }

  @Override
  public String toString() {
    return id() + " -> " + path;
  }
}
