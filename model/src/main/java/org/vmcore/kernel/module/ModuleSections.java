package org.vmcore.kernel.module;

import java.util.ArrayList;
import java.util.List;
import org.vmcore.model.Malformed;
import org.vmcore.model.Value;

/** Sections and notes of a module as sysfs shows them, {@code kernel/module/sysfs.c}. */
public final class ModuleSections {
  private static final int MAX_SECTIONS = 4096;

  private ModuleSections() {}

  /**
   * A section.
   *
   * @param address where it was loaded; that of init sections is free again
   * @param sizeBytes of a note; 0 where the kernel does not keep it
   */
  public record Section(String name, long address, long sizeBytes) {}

  /** {@code module.sect_attrs}: an array, since 6.14 a list of attributes. */
  public static List<Section> of(LoadedModule module) {
    if (!module.value().has("sect_attrs") || module.value().field("sect_attrs").isNull()) {
      return List.of();
    }
    Value attributes = module.value().field("sect_attrs");
    if (!attributes.has("nsections")) {
      return ofGroup(attributes, attributes.at("grp.bin_attrs"));
    }
    List<Section> sections = new ArrayList<>();
    long count = bounded(attributes.field("nsections"));
    for (int i = 0; i < count; i++) {
      Value section = attributes.field("attrs").index(i);
      String name = section.has("battr") ? "battr.attr.name" : "name";
      sections.add(new Section(section.at(name).asString(), section.field("address").asLong(), 0));
    }
    return sections;
  }

  /** {@code module.notes_attrs}: sections of ELF notes, the build id among them. */
  public static List<Section> notesOf(LoadedModule module) {
    if (!module.value().has("notes_attrs") || module.value().field("notes_attrs").isNull()) {
      return List.of();
    }
    Value attributes = module.value().field("notes_attrs");
    if (!attributes.has("notes")) {
      return ofGroup(attributes, attributes.at("grp.bin_attrs"));
    }
    List<Section> notes = new ArrayList<>();
    long count = bounded(attributes.field("notes"));
    for (int i = 0; i < count; i++) {
      notes.add(section(attributes.field("attrs").index(i)));
    }
    return notes;
  }

  private static long bounded(Value count) {
    if (count.asLong() < 0 || count.asLong() > MAX_SECTIONS) {
      throw new Malformed(
          "absurd number of sections " + count.asLong(), "struct module", count.address());
    }
    return count.asLong();
  }

  private static List<Section> ofGroup(Value owner, Value attributes) {
    List<Section> sections = new ArrayList<>();
    for (int i = 0; !attributes.isNull() && !attributes.index(i).isNull(); i++) {
      if (i == MAX_SECTIONS) {
        throw new Malformed("list of sections without end", "bin_attrs", owner.asLong());
      }
      sections.add(section(attributes.index(i).deref()));
    }
    return sections;
  }

  private static Section section(Value attribute) {
    return new Section(
        attribute.at("attr.name").asString(),
        attribute.field("private").asLong(),
        attribute.field("size").asLong());
  }
}
