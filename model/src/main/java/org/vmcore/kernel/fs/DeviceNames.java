package org.vmcore.kernel.fs;

import java.util.List;
import java.util.OptionalLong;
import org.vmcore.kernel.list.ListHead;
import org.vmcore.model.Malformed;
import org.vmcore.model.MemberVariants;
import org.vmcore.model.Value;

/** What mounts show as their device, {@code show_devname()} of file systems that have it. */
final class DeviceNames {
  private static final int BTRFS_DEV_STATE_MISSING = 2; // fs/btrfs/volumes.h

  private DeviceNames() {}

  /** The device's name; escaped. */
  static String of(Mount mount) {
    return switch (mount.superBlock().operation("show_devname")) {
      case "" -> SeqEscape.mangle(mount.value().program(), given(mount));
      case "nfs_show_devname" -> SeqEscape.path(nfs(mount.root()));
      case "btrfs_show_devname" -> SeqEscape.path(btrfs(mount.superBlock()));
      default -> SeqEscape.path(given(mount));
    };
  }

  /** {@code mnt_devname}: what {@code mount()} was told. */
  static String given(Mount mount) {
    Value name = mount.value().field("mnt_devname");
    return name.isNull() ? "none" : name.asString();
  }

  /** {@code nfs_path()}, {@code fs/nfs/namespace.c}: what the server exports, and what is below. */
  private static String nfs(Value dentry) {
    String below = DPath.withinFileSystem(dentry);
    Value base = DPath.rootOf(dentry).field("d_fsdata");
    return (base.isNull() ? "" : base.cast("char *").asString()) + (below.equals("/") ? "" : below);
  }

  private static String btrfs(SuperBlock superBlock) {
    Value devices = superBlock.fsInfo("struct btrfs_fs_info").field("fs_devices").deref();
    Value device = devices.has("latest_dev") ? devices.field("latest_dev").deref() : first(devices);
    Value name = device.field("name");
    return MemberVariants.find(name, "str").orElse(name).asString();
  }

  /** Before 5.16: of the devices that are there the one with the smallest number. */
  private static Value first(Value fsDevices) {
    List<Value> all =
        ListHead.forEachEntry(fsDevices.field("devices"), "struct btrfs_device", "dev_list");
    OptionalLong smallest =
        all.stream()
            .filter(DeviceNames::isNamed)
            .mapToLong(device -> device.field("devid").asLong())
            .min();
    return all.stream()
        .filter(device -> isNamed(device) && smallest.getAsLong() == device.field("devid").asLong())
        .findFirst()
        .orElseThrow(
            () -> new Malformed("no device", "struct btrfs_fs_devices", fsDevices.address()));
  }

  private static boolean isNamed(Value device) {
    boolean missing = (device.field("dev_state").asLong() >> BTRFS_DEV_STATE_MISSING & 1) != 0;
    return !missing && !device.field("name").isNull();
  }
}
