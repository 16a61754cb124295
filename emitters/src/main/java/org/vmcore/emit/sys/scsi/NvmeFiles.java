package org.vmcore.emit.sys.scsi;

import java.util.List;
import org.vmcore.emit.EmitsMany;
import org.vmcore.emit.Enumerates;
import org.vmcore.emit.Enumerator;
import org.vmcore.emit.Key;
import org.vmcore.emit.NotReconstructable;
import org.vmcore.emit.Text;
import org.vmcore.emit.sys.ShowTable;
import org.vmcore.emit.sys.SysfsFile;
import org.vmcore.kernel.device.Device;
import org.vmcore.kernel.device.Subsystem;
import org.vmcore.kernel.nvme.NvmeController;
import org.vmcore.model.Program;

/** {@code nvme_dev_attrs[]}, {@code drivers/nvme/host/sysfs.c} ({@code core.c} before 6.4). */
final class NvmeFiles {
  private static final List<String> KINDS = List.of("", "io", "discovery", "admin");
  private static final List<String> DISCOVERY = List.of("none", "ddc", "cdc");

  private static final ShowTable<Device> FILES =
      new ShowTable<Device>()
          .text("model", device -> of(device).subsystem().text("model"))
          .text("serial", device -> of(device).subsystem().text("serial"))
          .text("firmware_rev", device -> of(device).subsystem().text("firmware_rev"))
          .text("subsysnqn", device -> of(device).subsystem().nqn())
          .text("state", device -> of(device).state())
          .text("transport", device -> of(device).transport())
          .text("address", NvmeFiles::address)
          .text("cntrltype", device -> word(of(device).number("cntrltype"), KINDS))
          .text("dctype", device -> word(of(device).number("dctype"), DISCOVERY))
          .number("cntlid", device -> of(device).number("cntlid"))
          .number("numa_node", device -> of(device).number("numa_node"))
          .number("queue_count", device -> of(device).number("queue_count"))
          .number("sqsize", device -> of(device).number("sqsize"))
          .number("kato", device -> of(device).number("kato"));

  private static NvmeController of(Device device) {
    return NvmeController.of(device);
  }

  private static String word(long number, List<String> words) {
    String word = number >= 0 && number < words.size() ? words.get((int) number) : "";
    return word.isEmpty() ? "reserved" : word;
  }

  private static String address(Device device) {
    if (!of(device).isPcie()) {
      throw new NotReconstructable("addresses of fabrics are not shown");
    }
    return of(device).parent();
  }

  @EmitsMany(path = "sys/devices/{nvme*}/{name}", each = Files.class)
  void file(Program kernel, SysfsFile<Device> file, Text out) {
    file.show(out);
  }

  /** The files of all controllers. */
  @Enumerates({"nvme", "name"})
  static final class Files implements Enumerator<SysfsFile<Device>> {
    @Override
    public List<Key<SysfsFile<Device>>> keys(Program kernel) {
      return Subsystem.devicesOfClass(kernel, "nvme").stream()
          .flatMap(device -> FILES.keys(device, "", device).stream())
          .toList();
    }
  }
}
