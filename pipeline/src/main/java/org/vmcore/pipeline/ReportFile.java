package org.vmcore.pipeline;

import org.vmcore.archive.FileRow;

/**
 * A file of a report with what the manifest says of it.
 *
 * @param body empty for links and absent files
 * @param link target of a symbolic link, or null
 */
@SuppressWarnings("ArrayRecordComponent") // handed on, never compared
public record ReportFile(FileRow row, byte[] body, String link) {}
