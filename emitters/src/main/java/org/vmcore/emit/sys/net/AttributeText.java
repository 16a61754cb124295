package org.vmcore.emit.sys.net;

import org.vmcore.emit.NoSuchFile;
import org.vmcore.emit.Text;
import org.vmcore.model.Value;

/** Writes a file of sysfs. */
interface AttributeText {
  void write(Text out);

  /** A member's number. */
  static AttributeText number(Value struct, String member, String format) {
    return out -> {
      if (!struct.has(member)) {
        throw new NoSuchFile(struct.type().spelling() + " has no " + member);
      }
      out.line(format, struct.field(member).asLong());
    };
  }
}
