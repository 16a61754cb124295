package org.vmcore.emit.sys.power;

import java.util.List;
import java.util.StringJoiner;
import org.vmcore.emit.Emits;
import org.vmcore.emit.Text;
import org.vmcore.kernel.fs.DeviceNumber;
import org.vmcore.model.Program;
import org.vmcore.model.Value;

/** Settings of sleep, {@code kernel/power/main.c} and {@code kernel/power/hibernate.c}. */
final class PowerFiles {
  @Emits(value = "sys/power/image_size", needs = "image_size")
  void imageSize(Program kernel, Text out) {
    out.line("%lu", kernel.symbol("image_size").asLong());
  }

  @Emits(value = "sys/power/reserved_size", needs = "reserved_size")
  void reservedSize(Program kernel, Text out) {
    out.line("%lu", kernel.symbol("reserved_size").asLong());
  }

  @Emits(value = "sys/power/resume", needs = "swsusp_resume_device")
  void resume(Program kernel, Text out) {
    DeviceNumber device = DeviceNumber.of(kernel.symbol("swsusp_resume_device"));
    out.line("%d:%d", device.major(), device.minor());
  }

  @Emits(value = "sys/power/resume_offset", needs = "swsusp_resume_block")
  void resumeOffset(Program kernel, Text out) {
    out.line("%lu", kernel.symbol("swsusp_resume_block").asLong());
  }

  @Emits(value = "sys/power/pm_async", needs = "pm_async_enabled")
  void async(Program kernel, Text out) {
    out.line("%d", kernel.symbol("pm_async_enabled").asInt());
  }

  @Emits(value = "sys/power/pm_freeze_timeout", needs = "freeze_timeout_msecs")
  void freezeTimeout(Program kernel, Text out) {
    out.line("%u", kernel.symbol("freeze_timeout_msecs").asLong());
  }

  @Emits(value = "sys/power/sync_on_suspend", needs = "sync_on_suspend_enabled")
  void syncOnSuspend(Program kernel, Text out) {
    out.line("%d", kernel.symbol("sync_on_suspend_enabled").asInt());
  }

  @Emits(
      value = "sys/power/mem_sleep",
      needs = {"mem_sleep_states", "mem_sleep_current"})
  void memSleep(Program kernel, Text out) {
    List<Value> states = kernel.symbol("mem_sleep_states").elements();
    int current = kernel.symbol("mem_sleep_current").asInt();
    StringJoiner text = new StringJoiner(" ");
    for (int i = 0; i < states.size(); i++) {
      if (!states.get(i).isNull()) {
        String state = states.get(i).asString();
        text.add(i == current ? "[" + state + "]" : state);
      }
    }
    out.line("%s", text);
  }
}
