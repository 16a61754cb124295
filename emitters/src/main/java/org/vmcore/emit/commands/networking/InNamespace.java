package org.vmcore.emit.commands.networking;

import org.vmcore.emit.EmitsMany;
import org.vmcore.emit.Text;
import org.vmcore.model.Program;

/** {@code ip netns exec NAME COMMAND}: commands as they answer in other network namespaces. */
final class InNamespace {
  @EmitsMany(path = "sos_commands/networking/namespaces/{name}/{path}", each = NetnsFiles.class)
  void exec(Program kernel, NetnsFile file, Text out) {
    file.content().print(file.net(), out);
  }
}
