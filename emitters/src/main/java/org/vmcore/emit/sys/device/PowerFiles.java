package org.vmcore.emit.sys.device;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.vmcore.emit.EmitsMany;
import org.vmcore.emit.Enumerates;
import org.vmcore.emit.Enumerator;
import org.vmcore.emit.Key;
import org.vmcore.emit.NoSuchFile;
import org.vmcore.emit.Text;
import org.vmcore.emit.sys.ShowTable;
import org.vmcore.emit.sys.SysfsFile;
import org.vmcore.kernel.device.Device;
import org.vmcore.kernel.device.Devices;
import org.vmcore.kernel.device.RuntimePm;
import org.vmcore.kernel.kernfs.KernfsNode;
import org.vmcore.model.Program;

/** {@code power} of devices, {@code drivers/base/power/sysfs.c}. */
public final class PowerFiles {
  private static final long NSEC_PER_MSEC = 1_000_000;

  private static final ShowTable<RuntimePm> FILES =
      new ShowTable<RuntimePm>()
          .text("control", RuntimePm::control)
          .text("runtime_status", power -> known(power.status()))
          .unsigned("runtime_active_time", RuntimePm::activeMs)
          .unsigned("runtime_suspended_time", RuntimePm::suspendedMs)
          .number("autosuspend_delay_ms", power -> known(power.autosuspendDelayMs()))
          .text("wakeup", RuntimePm::wakeup)
          .add("wakeup_count", wakeup(power -> power.wakeupSource("wakeup_count")))
          .add("wakeup_active_count", wakeup(power -> power.wakeupSource("active_count")))
          .add("wakeup_abort_count", wakeup(power -> power.wakeupSource("wakeup_count")))
          .add("wakeup_expire_count", wakeup(power -> power.wakeupSource("expire_count")))
          .add("wakeup_active", wakeup(power -> power.wakeupSource("active")))
          .add("wakeup_total_time_ms", wakeup(power -> timeMs(power, "total_time")))
          .add("wakeup_max_time_ms", wakeup(power -> timeMs(power, "max_time")))
          .add("wakeup_last_time_ms", wakeup(power -> timeMs(power, "last_time")));

  /**
   * Adds a key for each file that a device's {@code power} has, for those who show it elsewhere.
   *
   * @param names what stands before the file's name in the path
   */
  public static void addKeys(
      List<Key<SysfsFile<RuntimePm>>> keys,
      List<String> names,
      KernfsNode directory,
      Device device) {
    FILES.addKeys(keys, names, directory, RuntimePm.of(device));
  }

  /** Reading the others fails. */
  private static <T> T known(Optional<T> value) {
    return value.orElseThrow(() -> new NoSuchFile("reading it fails"));
  }

  private static Optional<Long> timeMs(RuntimePm power, String member) {
    return power.wakeupSource(member).map(ns -> ns / NSEC_PER_MSEC);
  }

  /** A number of what wakes the machine; an empty line where that does not. */
  private static SysfsFile.Shower<RuntimePm> wakeup(Function<RuntimePm, Optional<Long>> number) {
    return (power, out) -> out.line("%s", number.apply(power).map(Object::toString).orElse(""));
  }

  @EmitsMany(path = "sys/devices/{device*}/power/{name}", each = Files.class)
  void file(Program kernel, SysfsFile<RuntimePm> file, Text out) {
    file.show(out);
  }

  /** The files of all devices. */
  @Enumerates({"device", "name"})
  static final class Files implements Enumerator<SysfsFile<RuntimePm>> {
    @Override
    public List<Key<SysfsFile<RuntimePm>>> keys(Program kernel) {
      return Devices.of(kernel).all().stream()
          .flatMap(device -> FILES.keys(device, "power", RuntimePm.of(device)).stream())
          .toList();
    }
  }
}
