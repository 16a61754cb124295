package org.vmcore.dwarf;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Definitions by name: the index, and a look at each candidate's real name. Thread-safe. */
final class DwarfNames {
  private static final int MAX_SPECIFICATIONS = 8;

  private final DebugSections sections;
  private final Units units;
  private final DwarfIndex index;
  private final Map<Long, Long> typeUnits = new HashMap<>();

  DwarfNames(DebugSections sections, Units units, DwarfIndex index) {
    this.sections = sections;
    this.units = units;
    this.index = index;
    for (Unit unit : units.all()) {
      if (unit.typeSignature() != 0) {
        typeUnits.putIfAbsent(unit.typeSignature(), unit.typeOffset());
      }
    }
  }

  /** A fresh copy of the entry at this place. */
  Die die(long dieOffset) {
    DieReader reader = sections.reader(units.at(dieOffset));
    Die die = new Die();
    reader.seek(dieOffset);
    reader.next(die);
    return die;
  }

  /** Where the type of a type unit stands. */
  Optional<Long> typeUnit(long signature) {
    return Optional.ofNullable(typeUnits.get(signature));
  }

  /** Places of all definitions of this name, in order of definition. */
  long[] definitions(IndexKind kind, String name) {
    return Arrays.stream(index.offsets(kind, name))
        .filter(offset -> nameAt(offset).equals(name))
        .toArray();
  }

  /** Places of enumerations that may define this constant. */
  long[] enumerations(String enumerator) {
    return index.offsets(IndexKind.ENUMERATOR, enumerator);
  }

  /** Places of all base types. */
  long[] baseTypes() {
    return index.offsets(IndexKind.BASE);
  }

  /** The entry's name, or that of the declaration it completes. */
  String nameAt(long dieOffset) {
    return sections.name(named(die(dieOffset)));
  }

  /** The entry that holds the name: this one, or a declaration. */
  Die named(Die die) {
    Die current = die;
    for (int i = 0; i < MAX_SPECIFICATIONS; i++) {
      if (current.hasName() || current.specification == Die.NONE) {
        return current;
      }
      current = die(current.specification);
    }
    return current;
  }

  /** The entry that holds the type: this one, or a declaration. */
  Die typed(Die die) {
    Die current = die;
    for (int i = 0; i < MAX_SPECIFICATIONS; i++) {
      if (current.type != Die.NONE || current.specification == Die.NONE) {
        return current;
      }
      current = die(current.specification);
    }
    return current;
  }
}
