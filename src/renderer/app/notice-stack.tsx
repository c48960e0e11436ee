import { X } from 'lucide-react';
import { dismissNotice } from './notices.ts';
import { usePostil } from './state.ts';
import { stepWords } from './step-words.ts';
import { t } from '../i18n/texts.ts';
import { Button, IconButton } from '../ui/button.tsx';
import { MessageText } from '../ui/message-text.tsx';

export function NoticeStack() {
  const notices = usePostil((state) => state.notices);
  return (
    <div className="notices" role="region" aria-label={t('app.notices')} aria-live="polite">
      {notices.map((notice) => (
        <div key={notice.id} className="notice" data-tone={notice.tone}>
          <p>
            <MessageText>{notice.message}</MessageText>
          </p>
          {notice.action ? (
            <Button
              tone="quiet"
              onClick={() => {
                dismissNotice(notice.id);
                notice.action?.run();
              }}
            >
              {notice.action.label}
            </Button>
          ) : null}
          <IconButton label={t('app.dismiss')} size="small" onClick={() => dismissNotice(notice.id)}>
            <X size={14} />
          </IconButton>
        </div>
      ))}
    </div>
  );
}

/** A long call that runs, with its progress and the way to stop it. */
export function JobBar() {
  const job = usePostil((state) => state.job);
  if (!job) return null;
  return (
    <div className="job" role="status">
      <div className="job__text">
        <b>{job.title}</b>
        <span>{stepWords(job)}</span>
      </div>
      <progress {...(job.total > 0 ? { value: job.done, max: job.total } : {})} aria-label={job.title} />
      <Button tone="quiet" onClick={job.cancel}>
        {t('app.cancel')}
      </Button>
    </div>
  );
}
