package org.vmcore.emit.proc;

import java.util.List;
import org.vmcore.emit.Emits;
import org.vmcore.emit.Text;
import org.vmcore.kernel.input.InputDevice;
import org.vmcore.kernel.list.ListHead;
import org.vmcore.model.Program;
import org.vmcore.model.Value;

/** {@code /proc/bus/input}, {@code drivers/input/input.c}. */
final class InputProc {
  @Emits(value = "proc/bus/input/devices", needs = "input_dev_list")
  void devices(Program kernel, Text out) {
    for (InputDevice device : InputDevice.all(kernel)) {
      out.line(
          "I: Bus=%04x Vendor=%04x Product=%04x Version=%04x",
          device.id("bustype"), device.id("vendor"), device.id("product"), device.id("version"));
      out.line("N: Name=\"%s\"", device.text("name"));
      out.line("P: Phys=%s", device.text("phys"));
      out.line("S: Sysfs=%s", device.device().path().orElse(""));
      out.line("U: Uniq=%s", device.text("uniq"));
      out.print("H: Handlers=");
      device.handlers().forEach(name -> out.print("%s ", name));
      out.append('\n');
      out.line("B: PROP=%s", device.bitmap("propbit"));
      out.line("B: EV=%s", device.bitmap("evbit"));
      for (InputDevice.Kind kind : InputDevice.KINDS) {
        if (device.sends(kind)) {
          out.line("B: %s=%s", kind.name(), device.bitmap(kind.member()));
        }
      }
      out.append('\n');
    }
  }

  @Emits(value = "proc/bus/input/handlers", needs = "input_handler_list")
  void handlers(Program kernel, Text out) {
    List<Value> handlers =
        ListHead.forEachEntry(kernel.symbol("input_handler_list"), "struct input_handler", "node");
    for (int i = 0; i < handlers.size(); i++) {
      Value handler = handlers.get(i);
      out.print("N: Number=%u Name=%s", i, handler.field("name").asString());
      out.print("%s", handler.field("filter").isNull() ? "" : " (filter)");
      if (handler.field("legacy_minors").asBoolean()) {
        out.print(" Minor=%d", handler.field("minor").asLong());
      }
      out.append('\n');
    }
  }
}
