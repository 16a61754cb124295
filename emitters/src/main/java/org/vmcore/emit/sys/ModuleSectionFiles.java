package org.vmcore.emit.sys;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.vmcore.dump.MemoryFault;
import org.vmcore.emit.EmitsMany;
import org.vmcore.emit.Enumerates;
import org.vmcore.emit.Enumerator;
import org.vmcore.emit.Key;
import org.vmcore.emit.Text;
import org.vmcore.kernel.module.LoadedModule;
import org.vmcore.kernel.module.ModuleSections;
import org.vmcore.kernel.module.Modules;
import org.vmcore.model.Program;

/** Where the sections of modules lie, and their notes: {@code kernel/module/sysfs.c}. */
final class ModuleSectionFiles {
  private static final int MAX_NOTE_BYTES = 64 << 10;

  @EmitsMany(path = "sys/module/{module}/sections/{section}", each = Sections.class)
  void section(Program kernel, ModuleSections.Section section, Text out) {
    out.line("0x%016lx", section.address());
  }

  @EmitsMany(path = "sys/module/{module}/notes/{note}", each = Notes.class)
  void note(Program kernel, ModuleSections.Section note, Text out) {
    int sizeBytes = (int) Math.max(0, Math.min(note.sizeBytes(), MAX_NOTE_BYTES));
    out.raw(kernel.memory().read(note.address(), sizeBytes));
  }

  private static List<Key<ModuleSections.Section>> keys(
      Program kernel, Function<LoadedModule, List<ModuleSections.Section>> sections) {
    List<Key<ModuleSections.Section>> keys = new ArrayList<>();
    for (LoadedModule module : Modules.of(kernel)) {
      try {
        String name = module.name();
        for (ModuleSections.Section section : sections.apply(module)) {
          keys.add(Key.of(name, section.name(), section));
        }
      } catch (MemoryFault fault) {
        // one module's list less; the fault itself is remembered by the reads
      }
    }
    return keys;
  }

  /** All sections of all modules. */
  @Enumerates({"module", "section"})
  static final class Sections implements Enumerator<ModuleSections.Section> {
    @Override
    public List<Key<ModuleSections.Section>> keys(Program kernel) {
      return ModuleSectionFiles.keys(kernel, ModuleSections::of);
    }
  }

  /** All sections of notes of all modules. */
  @Enumerates({"module", "note"})
  static final class Notes implements Enumerator<ModuleSections.Section> {
    @Override
    public List<Key<ModuleSections.Section>> keys(Program kernel) {
      return ModuleSectionFiles.keys(kernel, ModuleSections::notesOf);
    }
  }
}
