package org.vmcore.dwarf;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.vmcore.debuginfo.DebugInfo;
import org.vmcore.debuginfo.ModuleFile;
import org.vmcore.debuginfo.SymbolTable;
import org.vmcore.debuginfo.VmlinuxFile;
import org.vmcore.debuginfo.search.DebugFolders;

/**
 * A file compiled from {@code first.c} and {@code second.c}: linked, or with the sections of a
 * module where {@link #SECTIONS} has them.
 */
public record DebugSample(DebugInfo info, SymbolTable symbols) {
  /** Where sections of modules are loaded; {@code .init.text} is gone. */
  public static final Map<String, Long> SECTIONS =
      Map.of(
          ".text", 0xffff_ffff_c000_0000L,
          ".data", 0xffff_ffff_c010_0000L,
          ".sdata", 0xffff_ffff_c010_8000L,
          ".bss", 0xffff_ffff_c020_0000L,
          ".sbss", 0xffff_ffff_c020_8000L,
          ".rodata", 0xffff_ffff_c030_0000L,
          ".srodata", 0xffff_ffff_c030_8000L,
          ".data..percpu", 0x1_f000L);

  /** Of what the sources define, each kind of thing, and a name that they lack. */
  public static final List<String> NAMES =
      List.of(
          "int",
          "u32",
          "place",
          "flags",
          "aligned_flags",
          "arrays",
          "callbacks",
          "node",
          "direction",
          "WRITES",
          "bigger",
          "TOPMOST",
          "elsewhere",
          "shared_counter",
          "own_node",
          "measure",
          "find",
          "per_cpu_counter",
          "atomic_t",
          "none");

  public static DebugSample open(String name) {
    if (name.endsWith(".so")) {
      VmlinuxFile file = VmlinuxFile.open(path(name), DebugFolders.NONE);
      return new DebugSample(file.debugInfo(), file.symbols());
    }
    ModuleFile module = ModuleFile.open(path(name), DebugFolders.NONE);
    ModuleFile placed = module.placedAt(DebugSample::addressOf);
    return new DebugSample(placed.debugInfo().orElseThrow(), placed.symbols());
  }

  public static OptionalLong addressOf(String section) {
    Long address = SECTIONS.get(section);
    return address == null ? OptionalLong.empty() : OptionalLong.of(address);
  }

  public static byte[] bytes(String name) {
    try {
      return Files.readAllBytes(path(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static Path path(String name) {
    try {
      return Path.of(DebugSample.class.getResource(name).toURI());
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException(name, e);
    }
  }
}
