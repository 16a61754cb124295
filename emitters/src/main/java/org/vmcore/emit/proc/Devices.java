package org.vmcore.emit.proc;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.vmcore.emit.Emits;
import org.vmcore.emit.Text;
import org.vmcore.model.Malformed;
import org.vmcore.model.Program;
import org.vmcore.model.Value;

/**
 * {@code /proc/devices}: {@code chrdev_show()} of {@code fs/char_dev.c}, {@code blkdev_show()} of
 * {@code block/genhd.c}. Both keep lists in tables by major number, each list in order.
 */
final class Devices {
  private static final int MAX_MAJOR = 512; // CHRDEV_MAJOR_MAX, BLKDEV_MAJOR_MAX
  private static final int MAX_NAMES = 1 << 16;

  private record Major(int number, String name) {}

  @Emits("proc/devices")
  void devices(Program kernel, Text out) {
    out.line("Character devices:");
    print(kernel.symbol("chrdevs"), out);
    out.line("");
    out.line("Block devices:");
    print(kernel.symbol("major_names"), out);
  }

  private static void print(Value table, Text out) {
    for (Major major : majors(table)) {
      out.line("%3d %s", major.number(), major.name());
    }
  }

  private static List<Major> majors(Value table) {
    List<Major> majors = new ArrayList<>();
    for (Value head : table.elements()) {
      for (Value name = head; !name.isNull(); name = name.field("next")) {
        if (majors.size() == MAX_NAMES) {
          throw new Malformed("list without end", name.type().spelling(), name.asLong());
        }
        majors.add(new Major(name.field("major").asInt(), name.field("name").asString()));
      }
    }
    majors.removeIf(major -> major.number() >= MAX_MAJOR);
    majors.sort(Comparator.comparingInt(Major::number)); // stable: a list's order stays
    return majors;
  }
}
