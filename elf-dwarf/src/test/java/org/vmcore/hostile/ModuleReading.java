package org.vmcore.hostile;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.vmcore.debuginfo.DebugInfo;
import org.vmcore.debuginfo.ModuleFile;
import org.vmcore.debuginfo.SymbolTable;
import org.vmcore.debuginfo.search.DebugFolders;
import org.vmcore.dwarf.DebugSample;
import org.vmcore.io.ByteSource;

/** Reads all that a module's file can be asked for. */
final class ModuleReading implements Subject.Reading {
  private static final Path FILE = temporary();

  private static Path temporary() {
    try {
      Path file = Files.createTempFile("mutant", ".ko");
      file.toFile().deleteOnExit();
      return file;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void read(List<ByteSource> files, Attempts attempts) {
    ByteSource mutant = files.get(0);
    try {
      Files.write(FILE, mutant.read(0, (int) mutant.sizeBytes()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    ModuleFile module = attempts.of(() -> ModuleFile.open(FILE, DebugFolders.NONE));
    if (module != null) {
      read(module, attempts);
    }
  }

  private static void read(ModuleFile module, Attempts attempts) {
    attempts.of(module::buildId);
    attempts.of(module::moduleStructBytes);
    attempts.of(() -> module.modinfo("vermagic"));
    attempts.of(module::sectionSymbols);
    attempts.of(() -> module.mayDefine("shared_counter"));
    ModuleFile placed = attempts.of(() -> module.placedAt(DebugSample::addressOf));
    if (placed == null) {
      return;
    }
    attempts.of(() -> placed.section(".data"));
    ImageReading reading = new ImageReading(DebugSample.NAMES);
    SymbolTable symbols = attempts.of(placed::symbols);
    if (symbols != null) {
      reading.read(symbols, attempts);
    }
    DebugInfo info = attempts.of(() -> placed.debugInfo().orElse(null));
    if (info != null) {
      reading.read(info, attempts);
    }
  }
}
