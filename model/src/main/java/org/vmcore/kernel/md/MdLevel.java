package org.vmcore.kernel.md;

import java.util.Optional;
import org.vmcore.model.Malformed;
import org.vmcore.model.Value;

/** What the levels say about an array, the {@code status} functions of {@code drivers/md/}. */
public final class MdLevel {
  private static final int MAX_DISKS = 1 << 16;

  private MdLevel() {}

  /** As it stands in {@code /proc/mdstat}; empty for a level that is not known here. */
  public static Optional<String> status(MdArray array) {
    long chunkKb = array.number("chunk_sectors") / 2;
    return switch (array.personality().orElse("")) {
      case "raid0" -> Optional.of(" " + chunkKb + "k chunks");
      case "linear" -> Optional.of(" " + chunkKb + "k rounding");
      case "raid1" -> Optional.of(disks(array, conf(array, "struct r1conf"), "mirrors"));
      case "raid10" -> Optional.of(raid10(array, conf(array, "struct r10conf"), chunkKb));
      case "raid4", "raid5", "raid6" -> Optional.of(raid5(array, conf(array, "struct r5conf")));
      default -> Optional.empty();
    };
  }

  private static Value conf(MdArray array, String type) {
    return array.value().field("private").cast(type + " *").deref();
  }

  private static String raid5(MdArray array, Value conf) {
    return " level "
        + array.number("level")
        + ", "
        + conf.field("chunk_sectors").asLong() / 2
        + "k chunk, algorithm "
        + array.number("layout")
        + disks(array, conf, "disks");
  }

  private static String raid10(MdArray array, Value conf, long chunkKb) {
    Value geo = conf.field("geo");
    long near = geo.field("near_copies").asLong();
    long far = geo.field("far_copies").asLong();
    long raidDisks = geo.field("raid_disks").asLong();
    StringBuilder shown = new StringBuilder();
    if (near < raidDisks) {
      shown.append(' ').append(chunkKb).append("K chunks");
    }
    if (near > 1) {
      shown.append(' ').append(near).append(" near-copies");
    }
    if (far > 1) {
      boolean offset = geo.field("far_offset").asBoolean();
      shown.append(' ').append(far).append(offset ? " offset-copies" : " far-copies");
      if (geo.field("far_set_size").asLong() != raidDisks) {
        shown.append(' ').append(geo.field("far_set_size").asLong()).append(" devices per set");
      }
    }
    return shown + disks(array, geo, conf.field("mirrors"));
  }

  private static String disks(MdArray array, Value conf, String places) {
    return disks(array, conf, conf.field(places));
  }

  /** {@code " [2/1] [U_]"}: how many there should be and are, and which. */
  private static String disks(MdArray array, Value counted, Value places) {
    long raidDisks = counted.field("raid_disks").asLong();
    if (raidDisks < 0 || raidDisks > MAX_DISKS) {
      throw new Malformed("absurd raid_disks " + raidDisks, "struct mddev", counted.address());
    }
    StringBuilder states = new StringBuilder();
    for (Value place : places.elements(raidDisks)) {
      Value member = place.field("rdev");
      boolean inSync = !member.isNull() && new MdMember(member.deref()).is("In_sync");
      states.append(inSync ? 'U' : '_');
    }
    long working = raidDisks - array.number("degraded");
    return " [" + raidDisks + "/" + working + "] [" + states + "]";
  }

  /** Whether an array that lost too many members says so; as old as {@code bitmap_operations}. */
  public static boolean showsBroken(MdArray array) {
    return array.value().program().hasType("struct bitmap_operations");
  }
}
