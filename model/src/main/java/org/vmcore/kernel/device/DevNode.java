package org.vmcore.kernel.device;

import java.util.Optional;
import org.vmcore.model.MemberVariants;
import org.vmcore.model.Program;
import org.vmcore.model.SymbolAt;
import org.vmcore.model.Value;

/**
 * The file below {@code /dev} that a device asks for, {@code device_get_devnode()}, {@code
 * drivers/base/core.c}.
 *
 * @param name below {@code /dev}
 * @param mode permission bits; 0 when it asks for none in particular
 * @param unknownNamer the function that names it, where what that does is not known; else empty
 */
public record DevNode(String name, int mode, String unknownNamer) {
  private static final int S_IRWXUGO = 0777;
  private static final int ALL_MAY_USE = 0666;
  private static final int TTYAUX_MAJOR = 5; // include/uapi/linux/major.h
  private static final int SOUND_MAJOR = 14;
  private static final int DEVICES_PER_USB_BUS = 128;

  public static DevNode of(Device device) {
    DevNode byType = named(device, "type");
    return byType == null ? orPlain(device, named(device, "class")) : orPlain(device, byType);
  }

  private static DevNode orPlain(Device device, DevNode node) {
    return node == null ? new DevNode(plainName(device), 0, "") : node;
  }

  private static String plainName(Device device) {
    return device.name().replace('!', '/');
  }

  /** What the function of the type or the class says; null when there is none. */
  private static DevNode named(Device device, String owner) {
    Optional<String> function = function(device, owner);
    if (function.isEmpty()) {
      return null;
    }
    String plain = plainName(device);
    return switch (function.get()) {
      case "block_devnode", "iommu_devnode" -> new DevNode(plain, 0, "");
      case "input_devnode" -> new DevNode("input/" + plain, 0, "");
      case "bsg_devnode" -> new DevNode("bsg/" + plain, 0, "");
      case "drm_devnode", "accel_devnode" -> new DevNode("dri/" + plain, 0, "");
      case "sound_devnode" ->
          new DevNode(device.major() == SOUND_MAJOR ? plain : "snd/" + plain, 0, "");
      case "msr_devnode" -> new DevNode("cpu/" + device.minor() + "/msr", 0, "");
      case "cpuid_devnode" -> new DevNode("cpu/" + device.minor() + "/cpuid", 0, "");
      case "dma_heap_devnode" -> new DevNode("dma_heap/" + plain, 0, "");
      case "usb_devnode" -> owner.equals("type") ? usb(device) : unknown(plain, function.get());
      case "tty_devnode" -> tty(device, plain);
      case "mem_devnode" -> mem(device, plain);
      case "misc_devnode" -> misc(device, plain);
      default -> unknown(plain, function.get());
    };
  }

  private static Optional<String> function(Device device, String owner) {
    Value pointer = device.value().field(owner);
    if (pointer.isNull()) {
      return Optional.empty();
    }
    Value devnode = pointer.field("devnode");
    return devnode.isNull()
        ? Optional.empty()
        : device.value().program().symbolAt(devnode.asLong()).map(SymbolAt::name);
  }

  private static DevNode unknown(String plain, String function) {
    return new DevNode(plain, 0, function);
  }

  private static DevNode usb(Device device) {
    int bus = device.minor() / DEVICES_PER_USB_BUS + 1;
    int number = device.minor() % DEVICES_PER_USB_BUS + 1;
    return new DevNode("bus/usb/" + threeDigits(bus) + "/" + threeDigits(number), 0, "");
  }

  private static String threeDigits(int number) {
    return "0".repeat(Math.max(0, 3 - Integer.toString(number).length())) + number;
  }

  /** All may use {@code tty} and {@code ptmx}. */
  private static DevNode tty(Device device, String plain) {
    boolean open = device.major() == TTYAUX_MAJOR && (device.minor() == 0 || device.minor() == 2);
    return new DevNode(plain, open ? ALL_MAY_USE : 0, "");
  }

  /** {@code devlist[]}, {@code drivers/char/mem.c}. */
  private static DevNode mem(Device device, String plain) {
    Program kernel = device.value().program();
    Value files = kernel.symbol("devlist");
    boolean listed = device.minor() < files.length();
    return new DevNode(
        plain, listed ? files.index(device.minor()).field("mode").asInt() & S_IRWXUGO : 0, "");
  }

  private static DevNode misc(Device device, String plain) {
    Value driverData = device.driverData();
    if (driverData.isNull()) {
      return unknown(plain, "misc_devnode");
    }
    Value misc = driverData.cast("struct miscdevice *").deref();
    Value name = MemberVariants.first(misc, "nodename");
    return new DevNode(
        name.isNull() ? plain : name.asString(), misc.field("mode").asInt() & S_IRWXUGO, "");
  }
}
