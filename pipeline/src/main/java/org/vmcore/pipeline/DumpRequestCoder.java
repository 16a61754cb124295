package org.vmcore.pipeline;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.beam.sdk.coders.CustomCoder;

/** {@link DumpRequest} between workers: a version byte, then the fields in their order. */
final class DumpRequestCoder extends CustomCoder<DumpRequest> {
  private static final long serialVersionUID = 1L;
  private static final int VERSION = 2;

  @Override
  public void encode(DumpRequest value, OutputStream to) throws IOException {
    DataOutputStream out = new DataOutputStream(to);
    Fields.writeVersion(out, VERSION);
    Fields.write(out, value.id());
    Fields.write(out, value.dump());
    Fields.write(out, value.parts());
    Fields.write(out, value.vmlinux());
    Fields.write(out, value.debugInfoFolders());
    Fields.write(out, value.label());
    out.flush();
  }

  @Override
  public DumpRequest decode(InputStream from) throws IOException {
    DataInputStream in = new DataInputStream(from);
    Fields.readVersion(in, VERSION);
    return new DumpRequest(
        Fields.readString(in),
        Fields.readString(in),
        Fields.readStrings(in),
        Fields.readString(in),
        Fields.readStrings(in),
        Fields.readString(in));
  }

  @Override
  public void verifyDeterministic() {
    // The same fields give the same bytes: no maps without order, no identity.
  }
}
