package org.vmcore.emit.commands.date;

import org.vmcore.emit.Emits;
import org.vmcore.emit.Text;
import org.vmcore.kernel.time.Calendar;
import org.vmcore.kernel.time.Timekeeping;
import org.vmcore.model.Program;

/** {@code date} of coreutils: when the machine crashed. */
final class Date {
  @Emits({"sos_commands/date/date", "sos_commands/date/date_--utc"})
  void date(Program kernel, Text out) {
    out.line("%s", Calendar.date(Timekeeping.of(kernel).realSeconds()));
  }
}
