package org.vmcore.dwarf;

import org.vmcore.debuginfo.Place;
import org.vmcore.io.MalformedInput;

/** In which files entries are defined. Thread-safe. */
final class DwarfPlaces {
  private final Units units;

  DwarfPlaces(Units units) {
    this.units = units;
  }

  /** Where the entry is defined; without a table of files, by its unit alone. */
  Place of(long dieOffset) {
    Unit unit = units.at(dieOffset);
    Die root = units.die(unit.firstDieOffset());
    String compiled = root.name();
    long file = units.die(dieOffset).declFile;
    if (file == Die.NONE || root.lineTable == Die.NONE) {
      return new Place(compiled, compiled);
    }
    try {
      String declared =
          new FileTable(unit.sections(), unit.sections().linesStart() + root.lineTable).name(file);
      return new Place(declared.isEmpty() ? compiled : declared, compiled);
    } catch (MalformedInput damaged) {
      return new Place(compiled, compiled);
    }
  }
}
