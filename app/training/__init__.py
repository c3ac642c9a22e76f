"""Training in the background: the worker thread, the job, the records it sends, the history."""
