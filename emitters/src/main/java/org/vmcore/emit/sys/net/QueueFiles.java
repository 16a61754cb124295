package org.vmcore.emit.sys.net;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.vmcore.emit.EmitsMany;
import org.vmcore.emit.Enumerates;
import org.vmcore.emit.Enumerator;
import org.vmcore.emit.Key;
import org.vmcore.emit.Text;
import org.vmcore.kernel.net.DeviceQueue;
import org.vmcore.kernel.net.NetDevice;
import org.vmcore.model.Program;

/** Files of the queues of network devices, {@code net/core/net-sysfs.c}. */
final class QueueFiles {
  /** The queues' files, by name of the device. */
  @Enumerates({"dev", "path*"})
  static final class Keys implements Enumerator<QueueFile> {
    @Override
    public List<Key<QueueFile>> keys(Program kernel) {
      List<Key<QueueFile>> keys = new ArrayList<>();
      for (Key<NetDevice> device : new NetDeviceKeys().keys(kernel)) {
        String name = device.names().get(0);
        for (DeviceQueue queue : DeviceQueue.receiving(device.subject())) {
          add(name, "rx-", queue, QueueFile.receiving(queue), keys);
        }
        for (DeviceQueue queue : DeviceQueue.sending(device.subject())) {
          add(name, "tx-", queue, QueueFile.sending(queue), keys);
        }
      }
      return keys;
    }

    private static void add(
        String device,
        String kind,
        DeviceQueue queue,
        Map<String, BiConsumer<DeviceQueue, Text>> files,
        List<Key<QueueFile>> keys) {
      files.forEach(
          (file, show) ->
              keys.add(
                  Key.of(device, kind + queue.index() + "/" + file, new QueueFile(queue, show))));
    }
  }

  @EmitsMany(path = "sys/class/net/{dev}/queues/{path*}", each = Keys.class)
  void queue(Program kernel, QueueFile file, Text out) {
    file.show().accept(file.queue(), out);
  }
}
