"""The outline of study (课程体系大纲): a versioned tree of what a deputy should know; courses attach to its nodes."""
