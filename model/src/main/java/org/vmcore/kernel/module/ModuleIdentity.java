package org.vmcore.kernel.module;

import java.util.HexFormat;
import java.util.Optional;
import java.util.OptionalLong;
import org.vmcore.debuginfo.ModuleFile;
import org.vmcore.dump.MemoryFault;
import org.vmcore.elf.ElfNotes;
import org.vmcore.model.Malformed;
import org.vmcore.model.Program;
import org.vmcore.model.Value;

/**
 * Which build of a module was loaded: its GNU build id, by the notes that the kernel keeps or by
 * {@code module.build_id}; without one, the sum of its sources. Immutable.
 */
final class ModuleIdentity {
  private static final int NT_GNU_BUILD_ID = 3; // include/uapi/linux/elf.h
  private static final int MAX_NOTE_BYTES = 4096;

  private final Program kernel;
  private final Value module;
  private final Optional<String> buildId;

  ModuleIdentity(LoadedModule module) {
    this.module = module.value();
    this.kernel = this.module.program();
    this.buildId = inNotes(module).or(this::inStructure);
  }

  /** In lower-case hex digits; empty where the kernel keeps none, or the dump lacks it. */
  Optional<String> buildId() {
    return buildId;
  }

  private Optional<String> inNotes(LoadedModule loaded) {
    try {
      return ModuleSections.notesOf(loaded).stream()
          .filter(note -> note.sizeBytes() > 0 && note.sizeBytes() <= MAX_NOTE_BYTES)
          .flatMap(note -> inNote(note).stream())
          .findFirst();
    } catch (MemoryFault | Malformed fault) {
      return Optional.empty();
    }
  }

  private Optional<String> inNote(ModuleSections.Section note) {
    byte[] bytes = kernel.memory().read(note.address(), (int) note.sizeBytes());
    return ElfNotes.parse(bytes, note.name(), kernel.memory().order()).stream()
        .filter(found -> found.type() == NT_GNU_BUILD_ID && found.name().equals("GNU"))
        .map(found -> HexFormat.of().formatHex(found.descriptor()))
        .findFirst();
  }

  /** Since 5.14, where {@code CONFIG_STACKTRACE_BUILD_ID} is set; shorter ids are padded. */
  private Optional<String> inStructure() {
    if (!module.has("build_id")) {
      return Optional.empty();
    }
    String id = HexFormat.of().formatHex(module.field("build_id").bytes());
    return id.matches("0*") ? Optional.empty() : Optional.of(id);
  }

  /** Whether the file is of this build. */
  boolean isOf(ModuleFile file) {
    if (buildId.isPresent() && file.buildId().isPresent()) {
      return buildId.get().equalsIgnoreCase(file.buildId().get());
    }
    return file.moduleStructBytes().equals(OptionalLong.of(kernel.sizeOf("struct module")))
        && file.modinfo("srcversion").equals(sourceSum());
  }

  private Optional<String> sourceSum() {
    return module.has("srcversion") && !module.field("srcversion").isNull()
        ? Optional.of(module.field("srcversion").asString())
        : Optional.empty();
  }
}
