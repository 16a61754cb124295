/**
 * Dumps by the stand-alone dump tools of s390x. Start with {@link
 * org.vmcore.dump.s390.StandaloneDump}.
 */
package org.vmcore.dump.s390;
