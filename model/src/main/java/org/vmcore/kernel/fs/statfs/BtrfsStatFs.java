package org.vmcore.kernel.fs.statfs;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.vmcore.kernel.fs.SuperBlock;
import org.vmcore.kernel.list.ListHead;
import org.vmcore.model.Value;

/** {@code btrfs_statfs()}, {@code fs/btrfs/super.c}. */
final class BtrfsStatFs {
  private static final long DATA = 1; // include/uapi/linux/btrfs_tree.h
  private static final long METADATA = 1 << 2;
  private static final int SUB_GROUP_DATA_RELOC = 1; // fs/btrfs/space-info.h
  private static final int IN_FS_METADATA = 1; // bits of dev_state, fs/btrfs/volumes.h
  private static final int REPLACE_TGT = 3;
  private static final long STRIPE_LEN = 64 << 10;
  private static final long DEVICE_RANGE_RESERVED = 1 << 20;
  private static final long META_THRESHOLD = 4 << 20;

  /** A profile, {@code btrfs_raid_array[]}: {@code devsMin} devices hold {@code copies} each. */
  private enum Profile {
    RAID1C4(1 << 10, 4, 4, 1),
    RAID6(1 << 8, 3, 1, 1),
    RAID1C3(1 << 9, 3, 3, 1),
    RAID5(1 << 7, 2, 1, 1),
    RAID10(1 << 6, 2, 2, 1),
    RAID1(1 << 4, 2, 2, 1),
    DUP(1 << 5, 1, 2, 2),
    RAID0(1 << 3, 1, 1, 1),
    SINGLE(0, 1, 1, 1);

    private final long flag;
    private final int devsMin;
    private final int copies;
    private final int devStripes;

    Profile(long flag, int devsMin, int copies, int devStripes) {
      this.flag = flag;
      this.devsMin = devsMin;
      this.copies = copies;
      this.devStripes = devStripes;
    }

    static Profile of(long flags, long nrDevices) {
      for (Profile profile : values()) {
        if ((flags & profile.flag) != 0 && nrDevices >= profile.devsMin) {
          return profile;
        }
      }
      return SINGLE;
    }

    private boolean mirrors() {
      return this == RAID1 || this == RAID1C3 || this == RAID1C4;
    }
  }

  private final Value info;
  private final Value devices;
  private final List<Value> spaces;

  BtrfsStatFs(SuperBlock superBlock) {
    this.info = superBlock.fsInfo("struct btrfs_fs_info");
    this.devices = info.field("fs_devices").deref();
    this.spaces =
        ListHead.forEachEntry(info.field("space_info"), "struct btrfs_space_info", "list");
  }

  StatFs count() {
    long blockBytes = info.field("sectorsize").asLong() & 0xffffffffL;
    long used = 0;
    long freeData = 0;
    long freeMeta = 0;
    int factor = 1;
    boolean mixed = false;
    for (Value space : spaces) {
      long flags = space.field("flags").asLong();
      long free = space.field("disk_total").asLong() - space.field("disk_used").asLong();
      if ((flags & DATA) != 0 && !isForRelocation(space)) {
        freeData += free - readOnlyFree(space);
        factor = factorOf(space, factor);
      }
      mixed |= (flags & METADATA) != 0 && (flags & DATA) != 0;
      freeMeta += !mixed && (flags & METADATA) != 0 ? free : 0;
      used += space.field("disk_used").asLong();
    }
    long blocks = info.field("super_copy").field("total_bytes").asLong() / factor / blockBytes;
    Value reserve = info.field("global_block_rsv");
    long reserved = reserve.field("size").asLong();
    long free = Math.max(0, blocks - used / factor / blockBytes - reserved / blockBytes);
    long available = (freeData / factor + unallocated() / factor) / blockBytes;
    boolean full = reserve.field("space_info").field("full").asLong() != 0;
    boolean tight = freeMeta < META_THRESHOLD || freeMeta - META_THRESHOLD < reserved;
    return new StatFs(blockBytes, blocks, free, !mixed && full && tight ? 0 : available, 0, 0);
  }

  /** Zoned devices keep a group for it, 6.16+. */
  private static boolean isForRelocation(Value space) {
    return space.has("subgroup_id") && space.field("subgroup_id").asInt() == SUB_GROUP_DATA_RELOC;
  }

  /** {@code btrfs_bg_type_to_factor()} of the groups there are, in the order of their profiles. */
  private static int factorOf(Value space, int otherwise) {
    int factor = otherwise;
    for (Value groups : space.field("block_groups").elements()) {
      List<Value> found = ListHead.forEachEntry(groups, "struct btrfs_block_group", "list");
      if (!found.isEmpty()) {
        factor = Profile.of(found.get(0).field("flags").asLong(), Long.MAX_VALUE).copies;
      }
    }
    return factor;
  }

  /** {@code btrfs_account_ro_block_groups_free_space()}. */
  private static long readOnlyFree(Value space) {
    long free = 0;
    for (Value group :
        ListHead.forEachEntry(space.field("ro_bgs"), "struct btrfs_block_group", "ro_list")) {
      if (group.field("ro").asLong() != 0) {
        long unused = group.field("length").asLong() - group.field("used").asLong();
        int copies = Profile.of(group.field("flags").asLong(), Long.MAX_VALUE).copies;
        free += unused * copies;
      }
    }
    return free;
  }

  /** {@code btrfs_calc_avail_data_space()}: what data could still be given of the devices. */
  private long unallocated() {
    long rwDevices = devices.field("rw_devices").asLong();
    Profile profile = Profile.of(info.field("avail_data_alloc_bits").asLong(), rwDevices);
    List<Long> room = room(profile.devStripes * STRIPE_LEN);
    int stripes =
        switch (profile) {
          case RAID0 -> room.size();
          case RAID10 -> 4;
          default -> profile.mirrors() ? profile.copies : 1;
        };
    long available = 0;
    for (int left = room.size(); left >= profile.devsMin && left > 0; left--) {
      stripes = Math.min(stripes, left);
      long size = room.get(left - 1);
      if (size >= profile.devStripes * STRIPE_LEN) {
        available += size * stripes;
        for (int i = left - stripes; i < left; i++) {
          room.set(i, room.get(i) - size);
        }
      }
    }
    return available;
  }

  /** Bytes of each device that no chunk has, the most first. */
  private List<Long> room(long minStripe) {
    List<Long> room = new ArrayList<>();
    for (Value device :
        ListHead.forEachEntry(devices.field("devices"), "struct btrfs_device", "dev_list")) {
      long state = device.field("dev_state").asLong();
      boolean usable = (state >> IN_FS_METADATA & 1) != 0 && (state >> REPLACE_TGT & 1) == 0;
      if (usable && !device.field("bdev").isNull()) {
        long free = device.field("total_bytes").asLong() - device.field("bytes_used").asLong();
        free -= free % STRIPE_LEN;
        if (free > DEVICE_RANGE_RESERVED + minStripe) {
          room.add(free - DEVICE_RANGE_RESERVED);
        }
      }
    }
    room.sort(Comparator.reverseOrder());
    return room;
  }
}
