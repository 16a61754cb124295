package org.vmcore.emit.plugins.tasks;

import java.util.List;
import org.vmcore.emit.Text;

/** A JSON object as it is written, a member after the other. For one thread. */
final class JsonObject {
  private final Text out;
  private boolean empty = true;

  JsonObject(Text out) {
    this.out = out;
    out.append('{');
  }

  JsonObject number(String name, long value) {
    member(name);
    out.raw(Long.toString(value));
    return this;
  }

  JsonObject string(String name, String value) {
    member(name);
    out.raw(quoted(value));
    return this;
  }

  JsonObject strings(String name, List<String> values) {
    member(name);
    out.append('[');
    String between = "";
    for (String value : values) {
      out.raw(between);
      out.raw(quoted(value));
      between = ",";
    }
    out.append(']');
    return this;
  }

  void end() {
    out.append('}');
  }

  private void member(String name) {
    out.raw(empty ? "" : ",");
    empty = false;
    out.raw(quoted(name));
    out.append(':');
  }

  /** Kernel strings are bytes: what is not ASCII is escaped, a character for each byte. */
  static String quoted(String text) {
    StringBuilder quoted = new StringBuilder("\"");
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        quoted.append('\\').append(c);
      } else if (c < ' ' || c > '~') {
        quoted.append(Text.format("\\u%04x", (long) c));
      } else {
        quoted.append(c);
      }
    }
    return quoted.append('"').toString();
  }
}
