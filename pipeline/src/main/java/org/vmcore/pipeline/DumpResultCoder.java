package org.vmcore.pipeline;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.beam.sdk.coders.CustomCoder;

/** {@link DumpResult} between workers: a version byte, then the fields in their order. */
final class DumpResultCoder extends CustomCoder<DumpResult> {
  private static final long serialVersionUID = 1L;
  private static final int VERSION = 2;
  private static final DumpRequestCoder REQUEST = new DumpRequestCoder();

  @Override
  public void encode(DumpResult value, OutputStream to) throws IOException {
    DataOutputStream out = new DataOutputStream(to);
    Fields.writeVersion(out, VERSION);
    REQUEST.encode(value.request(), out);
    Fields.write(out, value.archive());
    out.writeLong(value.sizeBytes());
    Fields.write(out, value.sha256());
    Fields.write(out, value.files());
    Fields.write(out, value.warnings());
    Fields.write(out, value.container());
    Fields.write(out, value.failure());
    out.flush();
  }

  @Override
  public DumpResult decode(InputStream from) throws IOException {
    DataInputStream in = new DataInputStream(from);
    Fields.readVersion(in, VERSION);
    return new DumpResult(
        REQUEST.decode(in),
        Fields.readString(in),
        in.readLong(),
        Fields.readString(in),
        Fields.readCounts(in),
        Fields.readStrings(in),
        Fields.readString(in),
        Fields.readString(in));
  }

  @Override
  public void verifyDeterministic() {
    // The same fields give the same bytes: no maps without order, no identity.
  }
}
