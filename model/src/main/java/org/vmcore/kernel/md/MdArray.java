package org.vmcore.kernel.md;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.vmcore.kernel.block.Disk;
import org.vmcore.kernel.block.Disks;
import org.vmcore.kernel.list.ListHead;
import org.vmcore.model.MemberVariants;
import org.vmcore.model.Program;
import org.vmcore.model.Value;

/**
 * An array, {@code struct mddev}, {@code drivers/md/md.h}.
 *
 * @param value the {@code struct mddev}
 */
public record MdArray(Value value) {
  /** {@code enum recovery_flags} and others number bits. */
  private static boolean isSet(Value bits, String enumerator) {
    return (bits.asLong() >> bits.program().enumerator(enumerator) & 1) != 0;
  }

  /** Whether the kernel has arrays at all: the module, or built in. */
  public static boolean hasDriver(Program kernel) {
    return kernel.findAddress("all_mddevs").isPresent();
  }

  /** What this disk is, when it is an array. */
  public static Optional<MdArray> of(Disk disk) {
    return disk.isDrivenBy("ioctl", "md_ioctl")
        ? Optional.of(new MdArray(disk.privateData("struct mddev")))
        : Optional.empty();
  }

  /** All arrays in the kernel's order, {@code all_mddevs}: the newest first. */
  public static List<MdArray> all(Program kernel) {
    Value head = kernel.object("struct list_head", kernel.address("all_mddevs"));
    if (ListHead.isEmpty(head)) {
      return List.of(); // without the module's types this is still known
    }
    return ListHead.forEachEntry(head, "struct mddev", "all_mddevs").stream()
        .map(MdArray::new)
        .toList();
  }

  /** Names of the levels that the kernel can do, in its order. */
  public static List<String> personalities(Program kernel) {
    OptionalLong list = kernel.findAddress("pers_list");
    if (list.isEmpty()) {
      return MdSubmodules.personalities(kernel);
    }
    Value head = kernel.object("struct list_head", list.getAsLong());
    if (ListHead.isEmpty(head)) {
      return List.of();
    }
    return ListHead.forEachEntry(head, "struct md_personality", "list").stream()
        .map(personality -> personality.field("name").asString())
        .toList();
  }

  public String name() {
    return value.field("gendisk").field("disk_name").asString();
  }

  /** The disk that it shows itself as. */
  public Optional<Disk> disk() {
    return Disks.of(value.program()).byName(name());
  }

  /** Name of its level, {@code "raid1"}; empty while it does not run. */
  public Optional<String> personality() {
    Value personality = value.field("pers");
    return personality.isNull()
        ? Optional.empty()
        : Optional.of(MemberVariants.first(personality, "name", "head.name").asString());
  }

  public boolean isRunning() {
    return !value.field("pers").isNull();
  }

  /** {@code rdev_for_each()}: its members in the kernel's order. */
  public List<MdMember> members() {
    List<MdMember> members = new ArrayList<>();
    for (Value member : ListHead.forEachEntry(value.field("disks"), "struct md_rdev", "same_set")) {
      members.add(new MdMember(member));
    }
    return members;
  }

  public long number(String member) {
    return value.field(member).asLong();
  }

  /** Whether a {@code MD_RECOVERY_*} flag is set. */
  public boolean isRecovering(String enumerator) {
    return value.program().findEnumerator(enumerator).isPresent()
        && isSet(value.field("recovery"), enumerator);
  }

  /** Whether a {@code MD_*} flag of the array is set; not on kernels that do not know it. */
  public boolean hasFlag(String enumerator) {
    return value.program().findEnumerator(enumerator).isPresent()
        && isSet(value.field("flags"), enumerator);
  }

  /** Up to where it is known to be in sync, in sectors; all bits set for everywhere. */
  public long inSyncTo() {
    return MemberVariants.first(value, "resync_offset", "recovery_cp").asLong();
  }

  /** Bytes that a bit of its bitmap stands for. */
  public long bitmapChunkBytes() {
    return value.at("bitmap_info.chunksize").asLong();
  }

  /** Its write-intent bitmap, {@code struct bitmap}; empty when it has none. */
  public Optional<Value> bitmap() {
    Value bitmap = value.field("bitmap");
    return bitmap.isNull() ? Optional.empty() : Optional.of(bitmap.cast("struct bitmap *").deref());
  }
}
