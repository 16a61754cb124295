package org.vmcore.emit;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;

/** All emitters on the class path, ordered by path. A jar with an index of its own adds to them. */
public final class Registry {
  private final List<Emitter> emitters;
  private final ClassLoader loader;

  private Registry(List<Emitter> emitters, ClassLoader loader) {
    this.emitters = emitters;
    this.loader = loader;
  }

  /** Reads the indexes; loads no emitter. */
  public static Registry load(ClassLoader loader) {
    List<Emitter> emitters = new ArrayList<>();
    try {
      for (URL index : Collections.list(loader.getResources(EmitterIndex.RESOURCE))) {
        read(index, loader, emitters);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    emitters.sort(
        Comparator.comparing((Emitter e) -> e.path().toString()).thenComparing(Emitter::id));
    return new Registry(List.copyOf(emitters), loader);
  }

  private static void read(URL index, ClassLoader loader, List<Emitter> emitters)
      throws IOException {
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(index.openStream(), StandardCharsets.UTF_8))) {
      lines.lines().map(IndexEntry::parse).forEach(e -> emitters.add(new Emitter(e, loader)));
    }
  }

  public List<Emitter> emitters() {
    return emitters;
  }

  /** The enumerator of this class, made anew. */
  Enumerator<?> enumerator(String className) {
    try {
      var constructor = Class.forName(className, true, loader).getDeclaredConstructor();
      constructor.setAccessible(true);
      return (Enumerator<?>) constructor.newInstance();
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("cannot make enumerator " + className, e);
    }
  }
}
