package org.vmcore.kernel.cgroup;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.vmcore.kernel.block.Disk;
import org.vmcore.kernel.block.Disks;
import org.vmcore.kernel.list.HList;
import org.vmcore.kernel.list.ListHead;
import org.vmcore.model.MemberVariants;
import org.vmcore.model.Program;
import org.vmcore.model.Value;
import org.vmcore.types.FunctionType;
import org.vmcore.types.PointerType;
import org.vmcore.types.Type;
import org.vmcore.types.VoidType;

/** A {@code struct blkcg}, {@code block/blk-cgroup.h}: the controller {@code io}. */
public record BlkCgroup(Value value) {

  /** The group whose file this is. */
  public static BlkCgroup of(CgroupFile file) {
    return new BlkCgroup(file.state("struct blkcg"));
  }

  public boolean isRoot() {
    return value.at("css.parent").isNull();
  }

  /** {@code struct blkcg_gq}s: the group's part in each queue that it used. */
  public List<Value> queues() {
    return HList.forEachEntry(value.field("blkg_list"), "struct blkcg_gq", "blkcg_node");
  }

  /** {@code blkg_dev_name()}: the device's numbers; empty for a queue without a disk. */
  public static Optional<String> deviceName(Value blkg) {
    Value queue = blkg.field("q");
    if (queue.has("disk") && queue.field("disk").isNull()) {
      return Optional.empty();
    }
    Value info = MemberVariants.first(queue, "disk.bdi", "backing_dev_info");
    return info.isNull() || info.field("dev").isNull()
        ? Optional.empty()
        : Optional.of(info.field("dev_name").asString());
  }

  /**
   * What a group did, with the groups below: as after {@code cgroup_rstat_flush()}. The first group
   * has what all disks did.
   */
  public static IoStat stat(Value blkg) {
    Program kernel = blkg.program();
    if (blkg.field("parent").isNull()) {
      return diskOf(blkg).map(IoStat::of).orElseGet(() -> IoStat.of(blkg.at("iostat.cur")));
    }
    return kernel.computed(
        "blkg stat " + blkg.address(), k -> IoStat.flushed(blkg, below(k, blkg)));
  }

  private static Optional<Disk> diskOf(Value blkg) {
    long queue = blkg.field("q").asLong();
    return Disks.of(blkg.program()).all().stream()
        .filter(disk -> disk.queue().value().address() == queue)
        .findFirst();
  }

  private static List<Value> below(Program kernel, Value blkg) {
    Map<Long, List<Value>> byParent = kernel.computed(BlkCgroup.class, BlkCgroup::byParent);
    return byParent.getOrDefault(blkg.address(), List.of());
  }

  private static Map<Long, List<Value>> byParent(Program kernel) {
    Map<Long, List<Value>> byParent = new HashMap<>();
    for (Value blkcg :
        ListHead.forEachEntry(kernel.symbol("all_blkcgs"), "struct blkcg", "all_blkcgs_node")) {
      for (Value blkg : new BlkCgroup(blkcg).queues()) {
        byParent
            .computeIfAbsent(blkg.field("parent").asLong(), parent -> new ArrayList<>())
            .add(blkg);
      }
    }
    return byParent;
  }

  /**
   * A policy's data of a queue, where it is in force there.
   *
   * @param policy the {@code struct blkcg_policy}: {@code "blkcg_policy_throtl"}
   */
  public static Optional<Value> policyData(Value blkg, String policy) {
    Program kernel = blkg.program();
    Value plid = kernel.symbol(policy).field("plid");
    Value data = blkg.field("pd").index(plid.asLong());
    return data.isNull() ? Optional.empty() : Optional.of(data);
  }

  /** A group's settings for a policy, {@code struct blkcg_policy_data}. */
  public Optional<Value> policyData(String policy) {
    Value plid = value.program().symbol(policy).field("plid");
    Value data = value.field("cpd").index(plid.asLong());
    return data.isNull() ? Optional.empty() : Optional.of(data);
  }

  /**
   * Whether {@code io.stat} has a line for a device without any numbers. Up to 5.15 what added
   * numbers said whether it did.
   */
  public static boolean showsIdleDevices(Program kernel) {
    Type pointer = kernel.object("struct blkcg_policy", 0).field("pd_stat_fn").type().resolved();
    return pointer instanceof PointerType p
        && p.target().resolved() instanceof FunctionType function
        && function.result().resolved() == VoidType.INSTANCE;
  }
}
