package org.vmcore.sample;

import static org.junit.jupiter.api.Assumptions.assumeFalse;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;

/**
 * A dump beside what is known of it, in the folder that the system property {@code vmcore.folder}
 * names: {@code vmcore} (or {@code vmcore.flat}), {@code vmlinux}, in {@code truth/b} files that
 * the machine showed immediately before it crashed, in {@code truth/host} what a debugger found,
 * and in {@code truth/meta.json} how it crashed.
 */
record NamedDump(Path folder) {
  /** The one that is named; the test that asks is skipped when none is. */
  static NamedDump get() {
    String named = System.getProperty("vmcore.folder", "");
    assumeFalse(named.isEmpty(), "name a folder with a dump and its truth: -Dvmcore.folder=FOLDER");
    return new NamedDump(Path.of(named).toAbsolutePath());
  }

  Path vmcore() {
    Path flattened = folder.resolve("vmcore.flat");
    return Files.exists(flattened) ? flattened : needed("vmcore");
  }

  Path vmlinux() {
    return needed("vmlinux");
  }

  private Path needed(String name) {
    Path file = folder.resolve(name);
    Assumptions.assumeTrue(Files.exists(file), file + " is missing");
    return file;
  }

  /** What the machine showed of itself; empty for a file that it did not have. */
  Optional<String> shown(String path) {
    Path file = folder.resolve("truth/b").resolve(path);
    try {
      return Files.isRegularFile(file)
          ? Optional.of(Files.readString(file, StandardCharsets.ISO_8859_1))
          : Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** How it crashed: {@code sysrq}, {@code irq}, {@code nmi}... */
  String kindOfCrash() {
    return json("truth/meta.json").path("crash").asText();
  }

  /** All tasks with the stacks that drgn found. */
  JsonNode tasksOfDrgn() {
    return json("truth/host/drgn_tasks.json").path("tasks");
  }

  private JsonNode json(String name) {
    try {
      return new ObjectMapper().readTree(needed(name).toFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
