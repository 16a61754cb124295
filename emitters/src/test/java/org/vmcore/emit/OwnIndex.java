package org.vmcore.emit;

import java.io.IOException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;

/** Emitters of a test alone: its index is seen, the module's is not. */
final class OwnIndex extends ClassLoader {
  private final Path folder;

  private OwnIndex(Path folder) {
    super(OwnIndex.class.getClassLoader());
    this.folder = folder;
  }

  /**
   * @param folder where the index is written to
   */
  static Registry registry(Path folder, Class<?> emitters) throws IOException {
    Path index = folder.resolve(EmitterIndex.RESOURCE);
    Files.createDirectories(index.getParent());
    List<String> lines = new ArrayList<>();
    for (var method : emitters.getDeclaredMethods()) {
      EmitterIndex.entriesOf(method).stream().map(IndexEntry::toLine).forEach(lines::add);
    }
    Files.write(index, lines);
    return Registry.load(new OwnIndex(folder));
  }

  @Override
  public Enumeration<URL> getResources(String name) throws IOException {
    return Collections.enumeration(List.of(folder.resolve(name).toUri().toURL()));
  }
}
